"""What happens when a device calls: its changes are taken, and what is new in its scope is given."""

from __future__ import annotations

from server.exchange.turns import Turn as Turn
