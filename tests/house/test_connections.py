"""Browsers keep their connections open: phones that ask nothing do not shut out the next one."""

from __future__ import annotations

import socket
import urllib.request

from tests.serving import Server


def test_the_next_phone_is_answered_beside_a_hundred_silent_ones(server: Server) -> None:
    silent = [socket.create_connection(("127.0.0.1", server.port), timeout=10) for _ in range(120)]
    try:
        for one in silent:
            one.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            assert b"200 OK" in one.recv(4096)
        assert urllib.request.urlopen(f"{server.url}/health", timeout=10).status == 200
    finally:
        for one in silent:
            one.close()
