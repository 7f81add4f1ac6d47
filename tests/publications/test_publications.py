"""What is published, under which name, and where it holds."""

from __future__ import annotations

from datetime import date

import pytest
from flask import current_app

from server.db import db
from server.errors import NotFound
from server.surveys import publications, versions

CIBADAK = "32.01.15.2008"
DAY = date(2026, 11, 21)


def put(code: str, version: str, scope: str, since: str, kind: str = "survey", **content: object) -> str:
    compiled = {"id": code, "version": version, **content}
    return publications.publish(kind, code, version, scope, date.fromisoformat(since), compiled, b"x", "server")


def held(desa: str, day: date = DAY) -> dict[str, str]:
    return {h.code: h.hash for h in publications.holding(desa, day)}


@pytest.mark.usefixtures("context")
class TestPublishing:
    def test_the_name_is_the_hash_of_the_text_that_is_sent(self) -> None:
        name = put("a", "1", "32", "2026-01-01")
        assert publications.content_hash(publications.body(name)) == name

    def test_the_same_twice_is_one_publication(self) -> None:
        assert put("a", "1", "32", "2026-01-01") == put("a", "1", "32", "2026-01-01")
        assert len(versions.listed(CIBADAK)) == 1

    def test_two_desas_may_publish_the_same_workbook(self) -> None:
        assert put("a", "1", CIBADAK, "2026-01-01") != put("a", "1", "32.01.15.2009", "2026-01-01")

    def test_a_version_means_one_content(self) -> None:
        put("a", "1", "32", "2026-01-01", title="satu")
        with pytest.raises(publications.VersionTaken):
            put("a", "1", "32", "2026-01-01", title="dua")

    def test_the_same_content_may_come_into_force_again(self) -> None:
        put("a", "1", "32", "2026-01-01")
        put("b", "1", "32", "2026-01-01")
        again = put("a", "1", "32", "2026-11-01")
        assert held(CIBADAK)["a"] == again

    def test_what_a_request_publishes_holds_in_it_at_once(self) -> None:
        with current_app.test_request_context("/"):
            assert held(CIBADAK) == {}
            name = put("a", "1", CIBADAK, "2026-01-01")
            assert held(CIBADAK) == {"a": name}
            assert held("32.01.15.2009") == {}

    @pytest.mark.parametrize("scope", ["3", "32.1", "32.01.15.8", "32.01.15.2008.1", "abc", "32.01.", "٣٢"])
    def test_a_scope_is_a_wilayah_code(self, scope: str) -> None:
        with pytest.raises(publications.ScopeUnknown):
            put("a", "1", scope, "2026-01-01")

    def test_an_unknown_hash_is_not_found(self) -> None:
        with pytest.raises(NotFound):
            publications.body("0" * 64)


@pytest.mark.usefixtures("context")
class TestHolding:
    def test_the_narrowest_scope_wins_whatever_its_date(self) -> None:
        own = put("a", "1", CIBADAK, "2026-01-01")
        put("a", "2", "32", "2026-06-01")
        put("a", "3", "", "2026-07-01")
        assert held(CIBADAK) == {"a": own}

    def test_in_one_scope_the_latest_in_force_wins(self) -> None:
        put("a", "1", "32", "2026-01-01")
        later = put("a", "2", "32", "2026-06-01")
        put("a", "3", "32", "2027-01-01")
        assert held(CIBADAK) == {"a": later}

    def test_what_is_published_holds_at_once(self) -> None:
        put("a", "1", "32", "2026-01-01")
        held(CIBADAK)
        later = put("a", "2", CIBADAK, "2026-01-01")
        assert held(CIBADAK) == {"a": later}

    def test_what_was_taken_back_before_it_was_kept_is_forgotten(self) -> None:
        put("a", "1", "32", "2026-01-01")
        held(CIBADAK)
        db.session.rollback()
        other = put("a", "2", "32", "2026-01-01")
        assert held(CIBADAK) == {"a": other}

    def test_what_is_not_yet_in_force_does_not_hold(self) -> None:
        put("a", "1", "32", "2026-11-22")
        assert held(CIBADAK) == {}
        assert list(held(CIBADAK, date(2026, 11, 22))) == ["a"]

    def test_a_neighbours_publication_does_not_hold(self) -> None:
        put("a", "1", "32.01.15.2009", "2026-01-01")
        put("b", "1", "32.11", "2026-01-01")
        assert held(CIBADAK) == {}

    def test_kinds_with_one_code_are_two_things(self) -> None:
        put("a", "1", "32", "2026-01-01")
        put("a", "1", "32", "2026-01-01", kind="catalogue", more=1)
        assert [h.kind for h in publications.holding(CIBADAK, DAY)] == ["catalogue", "survey"]

    def test_a_line_travels_as_plain_text(self) -> None:
        name = put("a", "1", "32", "2026-01-01")
        assert publications.holding(CIBADAK, DAY)[0].wire() == {
            "hash": name, "kind": "survey", "code": "a", "version": "1", "scope": "32", "in_force": "2026-01-01",
        }  # fmt: skip
