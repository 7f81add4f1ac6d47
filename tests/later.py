"""``python -m tests.later SECONDS``: the server as it will be then. Its clock is ahead, all else is as shipped."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta

from server import clock
from server.__main__ import main

if __name__ == "__main__":
    ahead = timedelta(seconds=float(sys.argv[1]))
    with clock.turned(lambda: datetime.now(UTC) + ahead):
        main()
