"""Behind a proxy that does TLS, the server knows its phones apart by what that proxy says, and believes nobody else."""

from __future__ import annotations

from server.__main__ import behind
from server.settings import Settings


def test_the_proxy_of_a_public_address_is_believed() -> None:
    told = behind(Settings(public_url="https://siaga.desa.example", trusted_proxy="10.0.0.2"))
    assert told == {"trusted_proxy": "10.0.0.2", "trusted_proxy_headers": {"x-forwarded-for"}}


def test_without_a_public_address_no_forwarded_address_is_believed() -> None:
    assert behind(Settings()) == {}
