"""What a lead should know before a launch: faults hinder it, warnings explain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from flows import preflight
from flows.people import Partner, PartnerId, Sector, UserId
from flows.preflight import CHANNELS, USUAL, Channel, Hurdle, Preflight, Reach, small_group
from flows.round import Mode, Round
from frameworks import catalog
from tests.storage.place import ADA, BEN, PLACE, VAL
from tests.walks import SEL, a_round

ROUND = a_round(catalog.edition(SEL))
FINE = Reach(channel=Channel.OURS)
SECTORS = [*USUAL, Sector.MENTAL_HEALTH, Sector.OTHER, Sector.OTHER]
EIGHT = tuple(Partner(PartnerId(f"o{n}"), f"Place {n}", one, (UserId(f"U{n}"),)) for n, one in enumerate(SECTORS))
WHOLE = replace(PLACE, partners=EIGHT)


def found(reach: Reach = FINE, running: Round = ROUND, partners: tuple[Partner, ...] = EIGHT) -> Preflight:
    return preflight.check(replace(PLACE, partners=partners), running, reach)


def warned(reach: Reach = FINE, running: Round = ROUND, partners: tuple[Partner, ...] = EIGHT) -> str:
    return " ".join(one.words for one in found(reach, running, partners).warnings)


def test_eight_organisations_of_every_sector_who_can_be_reached_are_fine() -> None:
    assert found() == Preflight((), ())


@pytest.mark.parametrize("hurdle", Hurdle)
def test_whoever_cannot_be_reached_is_named_with_the_reason_and_what_to_do(hurdle: Hurdle) -> None:
    warnings = found(Reach(Channel.OURS, {UserId("U3"): hurdle})).warnings
    assert warnings[0].people == ("U3",)
    assert "Place 3: " in warnings[0].words
    assert "/maturity settings" in warnings[0].words
    assert warnings[1].words.startswith("Place 3 would not be asked at all")


def test_one_of_several_who_cannot_be_reached_leaves_the_organisation_asked() -> None:
    reach = Reach(Channel.OURS, {ADA: Hurdle.DEACTIVATED})
    assert "would not be asked" not in " ".join(one.words for one in preflight.check(PLACE, ROUND, reach).warnings)


def test_an_organisation_outside_slack_is_reached_by_its_workbook() -> None:
    outside = replace(EIGHT[0], contributors=(), contact="Sister Ruth")
    assert warned(partners=(outside, *EIGHT[1:])).startswith("Place 0 answers outside Slack.")
    assert found(partners=(outside,)).faults == ()


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_that_cannot_be_written_to_hinders_the_launch(channel: Channel) -> None:
    assert [one.words for one in found(Reach(channel)).faults] == [CHANNELS[channel]]


def test_a_channel_that_nobody_told_of_hinders_nothing() -> None:
    assert found(Reach(Channel.UNKNOWN)).faults == ()


def test_nobody_to_ask_hinders_the_launch() -> None:
    assert found(partners=()).faults
    everybody = dict.fromkeys((ADA, BEN, VAL), Hurdle.APP)
    assert preflight.check(PLACE, ROUND, Reach(Channel.OURS, everybody)).faults


def test_a_permission_to_write_is_needed_and_others_are_missed() -> None:
    assert "write messages" in found(Reach(Channel.OURS, lacking=("chat:write",))).faults[0].words
    assert found(Reach(Channel.OURS, lacking=("im:history",))).faults == ()
    assert "im:history" in warned(Reach(Channel.OURS, lacking=("im:history",)))


def test_who_was_not_looked_up_in_time_is_said() -> None:
    assert found(Reach(Channel.OURS, not_asked=frozenset({VAL}))).warnings[0].people == (VAL,)


@pytest.mark.parametrize(
    ("organisations", "words"),
    [
        (1, "With 1 organisation the summary can show nothing"),
        (2, "With 2 organisations the summary can show nothing"),
        (3, "can only say Together or Apart. From 5"),
        (4, "With 4 organisations the summary can only say Together or Apart."),
        (5, "If fewer than 5 submit"),
        (7, "If fewer than 5 submit"),
    ],
)
def test_what_few_organisations_mean_for_the_summary_is_said(organisations: int, words: str) -> None:
    assert words in small_group(organisations)
    assert words in warned(partners=EIGHT[:organisations])


@pytest.mark.parametrize("organisations", [0, 8, 15])
def test_from_eight_organisations_on_there_is_nothing_to_say(organisations: int) -> None:
    assert not small_group(organisations)


def test_where_names_are_shown_few_organisations_are_no_matter() -> None:
    assert "summary" not in warned(running=replace(ROUND, mode=Mode.OPEN), partners=EIGHT[:5])


def test_sectors_that_are_missing_are_named() -> None:
    assert "Nobody speaks for: acute trust, voluntary sector." in warned(partners=EIGHT[:3] + EIGHT[5:])


@pytest.mark.parametrize(
    ("deadline", "odd"),
    [
        (datetime(2026, 6, 14, 11, tzinfo=UTC), "Sunday 14 June at 12:00, is at a weekend"),
        (datetime(2026, 8, 31, 11, tzinfo=UTC), "Monday 31 August at 12:00, is on a bank holiday"),
        (datetime(2026, 6, 15, 21, tzinfo=UTC), "Monday 15 June at 22:00, is not between 08:00 and 18:00"),
        (datetime(2026, 6, 15, 17, tzinfo=UTC), ""),
    ],
)
def test_an_odd_date_is_said(deadline: datetime, odd: str) -> None:
    assert odd in warned(running=replace(ROUND, deadline=deadline))
    assert bool(odd) == bool(warned(running=replace(ROUND, deadline=deadline)))


@pytest.mark.parametrize(("days", "hurried"), [(2, True), (3, False)])
def test_a_hurried_round_is_said(days: int, *, hurried: bool) -> None:
    soon = replace(ROUND, deadline=ROUND.launched_at + timedelta(days=days))
    assert ("fewer than three working days" in warned(running=soon)) is hurried
