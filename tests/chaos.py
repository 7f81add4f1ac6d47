"""Faults of the network, exact and not random: a proxy between browser (page and worker alike) and server."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable

NOW_RESET = b"\1\0\0\0\0\0\0\0"  # SO_LINGER on, zero seconds: closing resets the connection


class Chaos:
    """A TCP proxy that breaks where it is told.

    Attributes:
        mode: ``(number, head) -> None | "refuse" | "cut_request" | "lose_reply" | "cut_reply" | "hang"``;
            number counts requests from 1, head is the request's first bytes. ``lose_reply``: the server has kept it.
        rate: bytes a second each way, None: as fast as it goes.
        latency: seconds before each reply.
        answer: bytes sent instead of asking the server (a captive portal), None: ask.
        log: (request line, fault) of every request.
    """

    def __init__(self, target_port: int, mode: Callable[[int, bytes], str | None] = lambda number, head: None) -> None:
        self.target_port = target_port
        self.mode = mode
        self.rate: int | None = None
        self.latency = 0.0
        self.answer: bytes | None = None
        self.number = 0
        self.log: list[tuple[str, str | None]] = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.up = True
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Refuse everything from now on."""
        self.up = False
        self.socket.close()

    def _accept(self) -> None:
        while self.up:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            self._one(connection)
        except OSError:
            connection.close()

    def _one(self, connection: socket.socket) -> None:
        """Hand one request on, and one reply back: one request a connection is simple and exact."""
        received = b""
        while b"\r\n\r\n" not in received:
            data = connection.recv(65536)
            if not data:
                return connection.close()
            received += data
        head, _, body = received.partition(b"\r\n\r\n")
        self.number += 1
        fault = self.mode(self.number, head)
        self.log.append((head.split(b"\r\n")[0].decode(), fault))
        if fault == "refuse":
            return _reset(connection)
        if fault == "hang":
            time.sleep(60)
            return _reset(connection)
        length = _length(head)
        wanted = length // 2 if fault == "cut_request" else length
        while len(body) < wanted:
            data = connection.recv(65536)
            if not data:
                return connection.close()
            body += data
        if self.answer is not None:
            connection.sendall(self.answer)
            return connection.close()
        reply = self._ask(head, body[:wanted], cut=fault == "cut_request")
        if fault in ("cut_request", "lose_reply"):
            return _reset(connection)
        time.sleep(self.latency)
        if fault == "cut_reply":
            self._send(connection, reply[: max(1, len(reply) - 10)])
            return _reset(connection)
        self._send(connection, reply)
        return connection.close()

    def _ask(self, head: bytes, body: bytes, cut: bool) -> bytes:
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        with socket.create_connection(("127.0.0.1", self.target_port)) as server:
            self._send(server, b"\r\n".join(lines) + b"\r\nConnection: close\r\n\r\n" + body)
            if cut:
                server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NOW_RESET)
                return b""
            reply = b""
            while data := server.recv(65536):
                reply += data
            return reply

    def _send(self, to: socket.socket, data: bytes) -> None:
        if not self.rate:
            return to.sendall(data)
        for start in range(0, len(data), 1024):
            piece = data[start : start + 1024]
            to.sendall(piece)
            time.sleep(len(piece) / self.rate)


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NOW_RESET)
    connection.close()
