"""The phone's half of sealing, run in node: its own code, not another."""

from __future__ import annotations

import base64
import json
import subprocess
from pathlib import Path
from typing import Any

DRIVER = Path(__file__).parent / "exchange" / "seal.mjs"


def phone_seals(public: bytes, texts: dict[str, str], picture: bytes | None = None) -> dict[str, Any]:
    """``{"parcels": [...], "picture": {"body", "secret"} | None}``: ``texts`` by id, sealed for ``public``."""
    asked = {
        "keys": {"delivery": base64.b64encode(public).decode()},
        "texts": [{"id": name, "text": text} for name, text in texts.items()],
        "picture": picture and base64.b64encode(picture).decode(),
    }
    done = subprocess.run(["node", DRIVER], input=json.dumps(asked), capture_output=True, text=True, check=True)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
