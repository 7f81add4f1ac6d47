"""Imported once, by the process that servers of tests are forked from: what every start would do alike is done here."""

from server import __main__, create_app
from server.demo import load
from server.settings import Settings
from tests import published

__all__ = ["__main__", "load"]

published.catalogue()
create_app(Settings(database_url="sqlite://", jobs=False))  # the application's files are made small for the wire
