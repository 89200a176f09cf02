"""The lead's desk as a lead reads it, kept in `lead/` beside this file."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.blocks import card, lead, lead_check, ruling, trail
from bot.blocks.parts import Block
from flows import preflight, proposal, reminders
from flows import round as rules
from flows.assessment import Screen
from flows.overview import Turnout
from flows.people import Partnership, PartnershipId, UserId
from flows.preflight import Channel, Hurdle, Reach
from flows.round import Round, Stage
from flows.trail import Act
from frameworks import catalog
from tests.bot.drawn import require_showable
from tests.goldens.conftest import HERE
from tests.goldens.test_goldens import Golden, as_view
from tests.storage.place import ADA, BEN, LEA, PLACE, VAL
from tests.walks import DEADLINE, LAUNCHED, MIDLANDS, NOON, SEL, a_round, a_walk

EDITION = catalog.edition(SEL)
ROUND = a_round(EDITION)
BEFORE = rules.close(
    replace(ROUND, launched_at=LAUNCHED - timedelta(days=200), meeting_at=ROUND.meeting_at - timedelta(days=200))
)
FORM = proposal.offered(PLACE.id, PLACE.zone, EDITION, (), LAUNCHED)
SOUTHGATE = replace(PLACE, id=PartnershipId("southgate"), name="Southgate & Sons")
FINE = Reach(channel=Channel.OURS)
TROUBLED = Reach(Channel.OURS, {VAL: Hurdle.DEACTIVATED, BEN: Hurdle.GUEST}, frozenset({ADA}), ("commands",))
BLOCKED = Reach(Channel.WITHOUT_US, dict.fromkeys((ADA, BEN, VAL), Hurdle.REFUSES), lacking=("chat:write", "im:write"))
ACTS = [
    Act(NOON, "U02LEA", "dates moved", {"deadline": DEADLINE.isoformat()}),
    Act(NOON, "clock", "round closed", {"snapshot": "0123456789abcdef" * 4, "rules": 4}),
    Act(LAUNCHED, "U02LEA", "handed over", {"to": "U01ADA", "stepped_down": "yes"}),
] + [Act(LAUNCHED, "U01ADA", "denied", {"event": "nudge", "why": "not one of the <leads>"})] * 30
NOTED = [
    Act(NOON, "U02LEA", "vote opened", {"subdomain": ROUND.subdomains[0], "number": 1}),
    Act(LAUNCHED, "U02LEA", "round launched", {"framework": SEL, "mode": "anonymous"}),
]


def first(edition: str = SEL, *rounds: Round, places: tuple[Partnership, ...] = (PLACE,)) -> Block:
    matrix = catalog.edition(edition)
    form = proposal.offered(PLACE.id, PLACE.zone, matrix, rounds, LAUNCHED)
    before = proposal.earlier(rounds, matrix)
    return lead.what(form, choices=places, place=PLACE, editions=catalog.shipped(), edition=matrix, earlier=before)


def last(reach: Reach, running: Round = ROUND) -> Block:
    return lead_check.check(FORM, PLACE, running, EDITION, preflight.check(PLACE, running, reach))


def led(running: Round = ROUND, *submitted: str, unreachable: tuple[UserId, ...] = ()) -> Turnout:
    waiting = tuple(one.name for one in PLACE.partners if one.name not in submitted)
    now = running.closes_at if running.stage is Stage.CLOSED else NOON
    ahead = reminders.ahead(running, PLACE, now)
    return Turnout(PLACE, running, EDITION, submitted, waiting, unreachable, ahead)


CLOSED = led(rules.close(ROUND), "Northgate Voices")
VIEWS = {
    "what_sel": first(),
    "what_midlands": first(MIDLANDS),
    "what_again": first(SEL, BEFORE, places=(PLACE, SOUTHGATE)),
    "when": lead.when(FORM, PLACE),
    "check": last(FINE),
    "check_warned": last(TROUBLED, replace(ROUND, deadline=DEADLINE - timedelta(days=1))),
    "check_blocked": last(BLOCKED),
    "preview": lead_check.preview("Northgate Practices", card.draw(a_walk(screen=Screen.INVITATION))[1]),
    "started": lead.started(PLACE, ROUND, EDITION),
    "status": ruling.status(led(ROUND, "Northgate Voices", unreachable=(ADA,))),
    "status_closed": ruling.status(CLOSED),
    "several": ruling.several([led(), CLOSED]),
    "nudge": ruling.nudge(led(ROUND, "Northgate Voices")),
    "change_dates": ruling.move(led()),
    "move_meeting": ruling.move(CLOSED),
    "close_early": ruling.close_early(led(ROUND, "Northgate Voices")),
    "cancel": ruling.cancel(led()),
    "hand_over": ruling.hand_over(led()),
    "done": ruling.done("The dates have changed", "It is so now.", ruling.ahead(led())),
    "trail": trail.draw(PLACE, ROUND.id, ACTS, 0),
    "trail_end": trail.draw(PLACE, ROUND.id, ACTS, 2),
    "trail_noted": trail.draw(PLACE, ROUND.id, NOTED, 0),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_window_of_the_lead_reads_as_kept(golden: Golden, name: str) -> None:
    require_showable(VIEWS[name])
    golden(f"lead/{name}", as_view(VIEWS[name]))


def test_nothing_is_kept_that_is_no_window_of_the_lead() -> None:
    assert {one.stem for one in (HERE / "lead").glob("*.txt")} == set(VIEWS)


def test_with_faults_there_is_no_way_to_launch() -> None:
    assert "submit" in last(TROUBLED)
    assert "submit" not in last(BLOCKED)


def test_a_preview_has_nothing_to_press() -> None:
    assert not any("accessory" in one or one["type"] == "actions" for one in VIEWS["preview"]["blocks"])


def test_whoever_leads_is_shown_no_times_and_no_answers() -> None:
    early, late = led(ROUND, "Northgate Voices"), led(replace(ROUND, launched_by=LEA), "Northgate Voices")
    assert ruling.status(early) == ruling.status(late)
