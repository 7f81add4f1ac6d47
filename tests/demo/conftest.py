"""Every server that is prepared here publishes the product's surveys; only ``loaded`` also reads their workbooks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import published


@pytest.fixture(autouse=True)
def known_surveys() -> Iterator[None]:
    with published.known():
        yield
