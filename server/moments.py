"""The column type of moments, under its own name for subjects that need nothing else of the database."""

from server.db import Moment as Moment
