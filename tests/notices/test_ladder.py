"""From a cause to the family's phone, or to its kader: the ladder, with time in our hands."""

from __future__ import annotations

import hashlib
import json
import re
from datetime import date, datetime

import pytest
from sqlalchemy import select

from server import jobs
from server.citizen import service as citizen
from server.citizen.models import Subscription
from server.db import db, turn
from server.demo.people import DESA
from server.errors import WrongStep
from server.exchange.registry import actions
from server.notices import deliveries, words
from server.notices import service as notices
from sync.record import Author
from tests.fakepush import FakePush
from tests.notices.home import MONDAY, NEXT_WEDNESDAY, SECRETS, WEDNESDAY, WIB, Clock, Home, use_book


@pytest.fixture
def endpoint(home: Home, push_service: FakePush) -> str:
    """Suryati's browser asked to be reminded."""
    return subscribe(home, push_service)


def subscribe(home: Home, push_service: FakePush) -> str:
    card, _ = home.card()
    made = push_service.subscribe(notices.server_key())
    citizen.subscribe(card, made)
    return str(made["endpoint"])


def states(home: Home, kind: str | None = None) -> list[tuple[str, str]]:
    return [(notice.body["channel"], notice.body["state"]) for notice in home.notices(kind)]


def test_the_push_of_a_returned_case_names_nobody_and_nothing(
    home: Home, endpoint: str, push_service: FakePush
) -> None:
    home.send_back()
    jobs.run_due()
    (message,) = push_service.messages()
    said = json.loads(message["data"])
    assert said["web_push"] == 8030
    assert (
        said["notification"]["body"]
        == "Ada berkas yang perlu dilengkapi paling lambat Selasa, 24 November, pukul 12.00. Ketuk untuk melihatnya."
    )
    assert not [secret for secret in SECRETS if secret in message["data"] or secret in (message["topic"] or "")]
    assert "kurang" not in message["topic"]
    assert message["ttl"] == 2 * 86400
    assert states(home) == [("push", "diterima_layanan")]


def test_what_a_push_opens_is_a_page_that_still_asks_who_is_there(
    home: Home, endpoint: str, push_service: FakePush
) -> None:
    _, printed = home.card()
    citizen.subscribe(home.card()[0], push_service.subscribe(notices.server_key()))
    home.send_back()
    jobs.run_due()
    opens = json.loads(push_service.messages()[-1]["data"])["notification"]["navigate"]
    assert printed.token not in opens
    assert opens.rsplit("/w/", 1)[1].isalnum()


def test_without_a_browser_the_kader_gets_a_task_in_the_same_turn(home: Home) -> None:
    home.send_back()
    (notice,) = home.notices()
    assert (notice.body["channel"], notice.body["state"], notice.body["wa"]) == ("wa", "tugas", "+6281200000000")
    assert notice.area == "004/002"


def test_her_own_phone_reads_papers_that_tell_no_illness_and_the_hour_they_are_wanted_by(home: Home) -> None:
    home.send_back()
    assert "Ada berkas yang perlu dilengkapi paling lambat Selasa, 24 November" in home.notices()[-1].body["text"]
    home.send_back("kk", "surat_sakit")
    said = home.notices()[-1].body["text"]
    assert "paling lambat Selasa, 24 November, pukul 12.00: Kartu Keluarga (KK), 1 berkas lain." in said
    assert not [secret for secret in ("Surat", "sakit", "embako") if secret in said]


@pytest.mark.parametrize(
    ("due", "now", "says"),
    [
        pytest.param(None, MONDAY, "paling lambat Selasa, 24 November, pukul 12.00", id="the cut-off of the day"),
        pytest.param(
            "2026-11-23T16:00:00+07:00", MONDAY, "paling lambat Senin, 23 November, pukul 16.00", id="an officer's word"
        ),
        pytest.param(
            None,
            datetime(2026, 11, 24, 13, tzinfo=WIB),
            "paling lambat Selasa, 1 Desember, pukul 12.00",
            id="once it has passed, the next one",
        ),
        pytest.param(
            None, datetime(2026, 12, 1, 13, tzinfo=WIB), "sebelum Rabu, 25 November", id="a day nobody has planned"
        ),
    ],
)
def test_until_when_papers_are_wanted(home: Home, due: str | None, now: datetime, says: str) -> None:
    assert words.until(words.place(DESA), {"due": due}, date.fromisoformat(WEDNESDAY), now) == says


@pytest.mark.parametrize(
    ("family", "channel", "says", "hides"),
    [
        pytest.param(
            {"phone_owner": "keluarga"}, "wa", "perlu dilengkapi", "Surat", id="a relative's phone reads no papers"
        ),
        pytest.param(
            {"phone_owner": "tetangga"}, "wa", "Mohon titip pesan", "berkas", id="a neighbour's learns nothing"
        ),
        pytest.param({"phone_owner": "tidak_ada"}, "kader", None, None, id="without a phone she is visited"),
        pytest.param({"phone": "+622518612345"}, "kader", None, None, id="a landline gets no message"),
        pytest.param({"notice_consent": "tidak"}, "kader", None, None, id="without consent nothing is sent"),
        pytest.param(
            {"notice_channels": "sms"}, "wa", "Dari kader Bu Ani: ada berkas", "Surat", id="by SMS if she said so"
        ),
    ],
)
def test_the_text_fits_whose_phone_it_is(
    hands: Clock, context: None, monkeypatch: pytest.MonkeyPatch, family, channel, says, hides
) -> None:
    use_book(monkeypatch)
    home = Home(**family)
    home.send_back()
    (notice,) = home.notices()
    assert notice.body["channel"] == channel
    assert notice.body["state"] == "tugas"
    assert says is None or says in notice.body["text"]
    assert hides is None or hides not in notice.body["text"]
    assert says is not None or (notice.body["text"], notice.body["wa"]) == (None, None)


def test_without_consent_no_push_goes_out_even_to_a_browser_that_asked(
    hands: Clock, context: None, push_service: FakePush, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = Home(notice_consent="tidak")
    subscribe(home, push_service)
    home.send_back()
    jobs.run_due()
    assert push_service.messages() == []
    assert states(home) == [("kader", "tugas")]


def test_a_dead_subscription_is_dropped_and_the_kader_goes(home: Home, endpoint: str, push_service: FakePush) -> None:
    push_service.subscriptions[endpoint.rsplit("/", 1)[1]].gone = True
    home.send_back()
    jobs.run_due()
    assert states(home) == [("wa", "tugas")]
    assert db.session.scalar(select(Subscription.dead_at)) is not None
    assert notices.live_subscriptions(DESA, home.family) == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_push_service_is_asked_again(
    home: Home, endpoint: str, push_service: FakePush, hands: Clock, status: int
) -> None:
    push_service.fail_next = [status]
    home.send_back()
    jobs.run_due()
    assert states(home) == [("push", "direncanakan")]
    hands.later(minutes=6)
    jobs.run_due()
    assert states(home) == [("push", "diterima_layanan")]
    assert len(push_service.messages()) == 1


def test_a_push_service_that_stays_busy_is_not_waited_for(
    home: Home, endpoint: str, push_service: FakePush, hands: Clock
) -> None:
    push_service.fail_next = [503] * 200
    home.send_back()
    for _ in range(7):
        jobs.run_due()
        hands.later(hours=1)
    assert states(home) == [("wa", "tugas")]


def test_nothing_is_pushed_in_quiet_hours(home: Home, endpoint: str, push_service: FakePush, hands: Clock) -> None:
    hands.at(datetime(2026, 11, 23, 21, 30, tzinfo=WIB))
    home.send_back()
    jobs.run_due()
    hands.at(datetime(2026, 11, 24, 6, 59, tzinfo=WIB))
    jobs.run_due()
    assert push_service.messages() == []
    hands.at(datetime(2026, 11, 24, 7, 1, tzinfo=WIB))
    jobs.run_due()
    assert len(push_service.messages()) == 1


def test_tomorrows_reminder_that_found_no_ear_before_the_quiet_hours_is_the_kaders(
    home: Home, endpoint: str, push_service: FakePush, hands: Clock
) -> None:
    home.schedule()
    jobs.run_due()
    push_service.fail_next = [503] * 200
    for hour in range(16, 21):
        hands.at(datetime(2026, 11, 24, hour, 1, tzinfo=WIB))
        jobs.run_due()
    assert states(home, "besok") == [("wa", "tugas")]


@pytest.mark.parametrize(("arrival", "pushes"), [("09.20", 1), ("07.30", 0)])
def test_who_was_moved_to_today_in_the_night_is_told_in_the_morning(
    home: Home, endpoint: str, push_service: FakePush, hands: Clock, arrival: str, pushes: int
) -> None:
    hands.at(datetime(2026, 11, 24, 21, 30, tzinfo=WIB))
    home.schedule(WEDNESDAY, "A-014", arrival)
    hands.at(datetime(2026, 11, 25, 7, 1, tzinfo=WIB))
    jobs.run_due()
    assert len(push_service.messages()) == pushes
    hands.later(minutes=31)
    jobs.run_due()
    assert states(home) == [("wa", "tugas")], "seen by nobody, or too late for a push: the kader goes"


def test_what_was_repaired_before_the_morning_is_not_sent(
    home: Home, endpoint: str, push_service: FakePush, hands: Clock
) -> None:
    hands.at(datetime(2026, 11, 23, 21, 30, tzinfo=WIB))
    home.send_back()
    home.set_case(status="terkirim", missing=[])
    hands.at(datetime(2026, 11, 24, 7, 1, tzinfo=WIB))
    jobs.run_due()
    assert push_service.messages() == []
    assert states(home) == [("push", "batal")]


@pytest.mark.parametrize("phone", ["sendiri", "tidak_ada"])
def test_a_family_that_allowed_reminders_since_is_told_by_push_instead_of_by_its_kader(
    hands: Clock, context: None, push_service: FakePush, monkeypatch: pytest.MonkeyPatch, phone: str
) -> None:
    use_book(monkeypatch)
    home = Home(phone_owner=phone)
    home.send_back()
    subscribe(home, push_service)
    home.send_back()
    jobs.run_due()
    assert len(push_service.messages()) == 1
    assert [state for _, state in states(home)] == ["batal", "diterima_layanan"]


@pytest.mark.parametrize("phone", ["sendiri", "tidak_ada"])
def test_a_task_ends_when_the_papers_came(
    hands: Clock, context: None, monkeypatch: pytest.MonkeyPatch, phone: str
) -> None:
    use_book(monkeypatch)
    home = Home(phone_owner=phone)
    home.send_back()
    home.set_case(status="terkirim", missing=[])
    with turn(DESA) as this:
        case = this.record(home.case)
        assert case is not None
        notices.withdraw(this, case)
    assert [state for _, state in states(home)] == ["batal"]


def test_two_returned_cases_are_one_message(home: Home, endpoint: str, push_service: FakePush) -> None:
    home.send_back()
    home.send_back()
    jobs.run_due()
    assert len(push_service.messages()) == 1
    assert len(home.notices("kurang")) == 1


def test_a_push_nobody_opened_in_a_day_becomes_the_kaders_task(home: Home, endpoint: str, hands: Clock) -> None:
    home.send_back()
    jobs.run_due()
    hands.later(hours=23)
    jobs.run_due()
    assert states(home) == [("push", "diterima_layanan")]
    hands.later(hours=2)
    jobs.run_due()
    assert states(home) == [("wa", "tugas")]


def test_a_push_that_was_opened_is_seen_and_no_task(
    home: Home, endpoint: str, push_service: FakePush, hands: Clock
) -> None:
    home.send_back()
    jobs.run_due()
    token = json.loads(push_service.messages()[0]["data"])["notification"]["data"]["seen"]
    assert not notices.seen(hashlib.sha256(b"a guess").hexdigest())
    assert states(home) == [("push", "diterima_layanan")]
    assert notices.seen(hashlib.sha256(token.encode()).hexdigest())
    hands.later(days=2)
    jobs.run_due()
    assert states(home) == [("push", "dilihat")]


def test_what_became_of_each_push_is_known(home: Home, endpoint: str, push_service: FakePush, hands: Clock) -> None:
    push_service.fail_next = [503, 400]
    for _ in range(2):  # asked to come again and then taken; refused
        home.send_back()
        jobs.run_due()
        hands.later(minutes=6)
        jobs.run_due()
        home.set_case(status="terkirim", missing=[])
        with turn(DESA) as this:
            case = this.record(home.case)
            assert case is not None
            notices.withdraw(this, case)
    tokens = [json.loads(one["data"])["notification"]["data"]["seen"] for one in push_service.messages()]
    put_away = hashlib.sha256(tokens[0].encode()).hexdigest()
    assert notices.seen(put_away, "tampil")
    known = deliveries.lately(DESA, hands())
    assert (known["busy"], known["refused"], known["accepted"], known["shown"]) == (1, 1, 1, 1)
    assert (known["tapped"], known["dismissed"]) == (0, 0), "shown is not seen"
    notices.seen(put_away, "tutup")
    assert deliveries.lately(DESA, hands())["dismissed"] == 1
    home.send_back()
    jobs.run_due()
    hands.later(days=3)
    known = deliveries.lately(DESA, hands())
    assert (known["sent"], known["expired"]) == (4, 1)


def test_the_day_before_she_is_reminded_with_number_and_hour(
    home: Home, endpoint: str, push_service: FakePush, hands: Clock
) -> None:
    home.schedule()
    jobs.run_due()
    hands.at(datetime(2026, 11, 24, 15, 59, tzinfo=WIB))
    jobs.run_due()
    assert home.notices("besok") == []
    hands.at(datetime(2026, 11, 24, 16, 0, tzinfo=WIB))
    jobs.run_due()
    said = [json.loads(message["data"])["notification"]["body"] for message in push_service.messages()]
    assert said == [
        "Alhamdulillah, berkas sudah lengkap. Silakan datang Rabu 25 November pukul 09.20.",
        "Besok hari pelayanan. Nomor antrean A-014, sekitar pukul 09.20. Bawa berkas asli ya.",
    ]
    assert push_service.messages()[-1]["urgency"] == "high"


def test_a_reminder_follows_when_the_day_moves(home: Home, endpoint: str, push_service: FakePush, hands: Clock) -> None:
    home.schedule()
    home.schedule(NEXT_WEDNESDAY, "A-002", "08.10")
    hands.at(datetime(2026, 11, 24, 16, 0, tzinfo=WIB))
    jobs.run_due()
    assert home.notices("besok") == []
    hands.at(datetime(2026, 12, 1, 16, 0, tzinfo=WIB))
    jobs.run_due()
    (reminder,) = home.notices("besok")
    assert reminder.body["due"] == NEXT_WEDNESDAY
    assert "A-002" in json.loads(push_service.messages()[-1]["data"])["notification"]["body"]
    assert [notice.body["state"] for notice in home.notices("jadwal")].count("batal") == 1


def test_a_task_to_tell_a_day_ends_when_the_family_gives_it_up(home: Home) -> None:
    home.schedule()
    assert states(home) == [("wa", "tugas")]
    citizen.cannot_come(DESA, home.family, date(2026, 11, 25), None, visit=False)
    assert states(home) == [("wa", "batal"), ("kader", "tugas")]


def test_a_moved_day_is_called_by_its_own_name(home: Home) -> None:
    home.schedule("2026-11-26")
    (notice,) = home.notices()
    assert "hari Kamis, 26 November" in notice.body["text"]


@pytest.mark.parametrize("channels", ["wa", "sms"])
def test_a_day_that_is_off_is_named_in_what_a_kader_sends(home: Home, channels: str) -> None:
    with turn(DESA) as this:
        this.write(home.family, Author.server(this.now), notice_channels=channels)
    home.set_case(moved_from=WEDNESDAY)
    home.schedule(NEXT_WEDNESDAY)
    text = home.notices()[-1].body["text"]
    assert re.search("Jadwal (hari )?Rabu,? 25 November tidak jadi[.].*Rabu,? 2 Desember, sekitar pukul 09.20", text)
    home.set_case(moved_from=NEXT_WEDNESDAY)
    home.schedule(NEXT_WEDNESDAY, "A-020", "10.20")
    assert "jamnya berubah" in home.notices()[-1].body["text"]
    ways = {one["way"] for one in words.samples(DESA, MONDAY)}
    assert {f"{channels}_pindah", f"{channels}_jam"} <= ways


def test_a_family_with_two_cases_is_told_its_day_once(home: Home, endpoint: str, push_service: FakePush) -> None:
    home.schedule()
    home.schedule()
    jobs.run_due()
    assert len(push_service.messages()) == 1


def test_a_reminder_nobody_saw_reaches_the_kader_the_same_evening(home: Home, endpoint: str, hands: Clock) -> None:
    home.schedule()
    hands.at(datetime(2026, 11, 24, 16, 0, tzinfo=WIB))
    jobs.run_due()
    hands.at(datetime(2026, 11, 24, 19, 0, tzinfo=WIB))
    jobs.run_due()
    (reminder,) = home.notices("besok")
    assert reminder.body["state"] == "tugas"
    assert "Besok Rabu, 25 November" in reminder.body["text"]


def test_a_turn_that_is_undone_tells_nobody(home: Home, endpoint: str, push_service: FakePush) -> None:
    def plan_and_fail() -> None:
        with turn(DESA) as this:
            notices.plan(this, "kurang", this.write(home.case, Author.server(this.now), status="perlu_dilengkapi"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        plan_and_fail()
    jobs.run_due()
    assert home.notices() == []
    assert push_service.messages() == []


def test_a_kader_closes_her_task_once(home: Home) -> None:
    home.send_back()
    kader = Author("ani", "e", 1, "c", "Bu Ani", frozenset({"kader_pkk"}), ("004",), None, MONDAY)
    deed = actions()["notice.done"].deed
    (task,) = home.notices()
    with turn(DESA) as this:
        notice = this.record(task.id)
        assert notice is not None
        deed(this, notice, {}, kader)
        with pytest.raises(WrongStep):
            deed(this, notice, {}, kader)
    assert states(home) == [("wa", "selesai")]


def test_every_message_can_be_read_before_it_is_sent(home: Home) -> None:
    said = {(one["kind"], one["way"]): one["text"] for one in words.samples(DESA, MONDAY)}
    assert {kind for kind, _ in said} == {"kurang", "jadwal", "besok", "hasil"}
    assert all(said.values()), "none is empty"
    assert "Suryati" in said["jadwal", "wa"]
    neutral = said.values()
    services = [service["name"] for service in words.book(DESA, MONDAY.date())["services"]]
    assert not [text for text in neutral if any(name in text for name in services)]
    assert not [text for (_, way), text in said.items() if way.startswith("push") and "Suryati" in text]
