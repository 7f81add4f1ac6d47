"""The server of PUSKESOS Siaga, on one screen."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate

from server import cli, web
from server.accounts.routes import bp as accounts
from server.backups.routes import bp as backups
from server.cases.routes import bp as cases
from server.catalogue.routes import bp as catalogue
from server.citizen.routes import bp as citizen
from server.db import db
from server.documents.routes import bp as documents
from server.exchange.routes import bp as exchange
from server.exports.routes import bp as exports
from server.failures import Doors, House
from server.families.routes import bp as families
from server.notices.routes import bp as notices
from server.regions.routes import bp as regions
from server.servicedays.routes import bp as servicedays
from server.settings import Settings, from_environment
from server.surveys.routes import bp as surveys
from server.visits.routes import bp as visits

SUBJECTS = (
    accounts,
    regions,
    surveys,
    catalogue,
    families,
    visits,
    cases,
    documents,
    servicedays,
    notices,
    exchange,
    exports,
    backups,
)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the server: settings, database, the subjects' routes, the pages for warga, and the application itself."""
    settings = settings or from_environment()
    app = House(__name__, instance_path=str(settings.instance), static_folder=None, template_folder=None)
    app.config.update(
        SETTINGS=settings,
        SQLALCHEMY_DATABASE_URI=settings.database,
        SQLALCHEMY_ENGINE_OPTIONS={
            "hide_parameters": True,  # values never reach a log through an error's message
            # the connection used last has its statements prepared and its pages at hand; in memory there is only one
            **({} if settings.database == "sqlite://" else {"pool_use_lifo": True}),
        },
        MAX_CONTENT_LENGTH=1_000_000,
        API_TITLE="PUSKESOS Siaga",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
    )
    db.init_app(app)
    Migrate(app, db, directory=str(web.HOUSE / "server" / "migrations"), render_as_batch=True)
    api = Doors(app)
    for subject in SUBJECTS:
        api.register_blueprint(subject, url_prefix="/api")
    app.register_blueprint(citizen, url_prefix="/w")
    web.init_app(app)
    cli.init_app(app)
    return app
