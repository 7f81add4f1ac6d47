"""``python -m tests.later SECONDS``: the server as it will be then. Its clock is ahead, all else is as shipped."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from unittest import mock

from waitress import task

from server import clock
from server.__main__ import main

if __name__ == "__main__":
    ahead = timedelta(seconds=float(sys.argv[1]))
    header = task.build_http_date  # every answer says what time it is here
    with (
        clock.turned(lambda: datetime.now(UTC) + ahead),
        mock.patch.object(task, "build_http_date", lambda when: header(when + ahead.total_seconds())),
    ):
        main()
