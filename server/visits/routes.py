from __future__ import annotations

from flask_smorest import Blueprint

bp = Blueprint("visits", __name__)
