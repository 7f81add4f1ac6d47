from __future__ import annotations

from flask_smorest import Blueprint

bp = Blueprint("accounts", __name__)
