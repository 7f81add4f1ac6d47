"""Photos judged by the very modules that run on the phone, in node."""

from __future__ import annotations

import json
import struct
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from PIL import Image

JUDGE = Path(__file__).with_name("judge.mjs")


class Judge:
    """One node process, asked photo by photo."""

    def __enter__(self) -> Judge:
        self.node = subprocess.Popen(["node", str(JUDGE)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        return self

    def __exit__(self, *_: object) -> None:
        assert self.node.stdin
        assert self.node.stdout
        self.node.stdin.close()
        self.node.stdout.close()
        self.node.wait(10)

    def ask(self, image: Image.Image, card: bool, coloured: bool) -> dict[str, Any]:
        """``{faults, measures, ms}`` of one photo."""
        assert self.node.stdin
        assert self.node.stdout
        pixels = image.convert("RGBA").tobytes()
        self.node.stdin.write(struct.pack("<5I", *image.size, card, coloured, len(pixels)) + pixels)
        self.node.stdin.flush()
        answer: dict[str, Any] = json.loads(self.node.stdout.readline())
        return answer


def judged(photos: Iterable[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """Each photo with what the phone says of it."""
    with Judge() as judge:
        for photo in photos:
            yield photo, judge.ask(photo.image, photo.card, photo.coloured)
