from __future__ import annotations

from flask_smorest import Blueprint

bp = Blueprint("servicedays", __name__)
