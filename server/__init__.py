"""The server of PUSKESOS Siaga, on one screen."""

from __future__ import annotations

from flask import Flask
from flask_migrate import Migrate
from flask_smorest import Api

from server import cli, web
from server.accounts.routes import bp as accounts
from server.cases.routes import bp as cases
from server.catalogue.routes import bp as catalogue
from server.citizen.routes import bp as citizen
from server.db import db
from server.documents.routes import bp as documents
from server.exchange.routes import bp as exchange
from server.families.routes import bp as families
from server.notices.routes import bp as notices
from server.regions.routes import bp as regions
from server.servicedays.routes import bp as servicedays
from server.settings import Settings, from_environment
from server.surveys.routes import bp as surveys
from server.visits.routes import bp as visits

SUBJECTS = (accounts, regions, surveys, catalogue, families, visits, cases, documents, servicedays, notices, exchange)


def create_app(settings: Settings | None = None) -> Flask:
    """Build the server: settings, database, the subjects' routes, the pages for warga, and the application itself."""
    settings = settings or from_environment()
    app = Flask(__name__, instance_path=str(settings.instance), static_folder=None, template_folder=None)
    app.config.update(
        SETTINGS=settings,
        SQLALCHEMY_DATABASE_URI=settings.database,
        MAX_CONTENT_LENGTH=1_000_000,
        API_TITLE="PUSKESOS Siaga",
        API_VERSION="1",
        OPENAPI_VERSION="3.1.0",
    )
    db.init_app(app)
    Migrate(app, db, directory=str(web.HOUSE / "server" / "migrations"), render_as_batch=True)
    api = Api(app)
    for subject in SUBJECTS:
        api.register_blueprint(subject, url_prefix="/api")
    app.register_blueprint(citizen, url_prefix="/w")
    web.init_app(app)
    cli.init_app(app)
    return app
