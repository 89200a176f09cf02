"""The lead's part of the Home tab: each partnership, how far its rounds are, and what can be done. Never an answer."""

from collections.abc import Iterator, Sequence

from bot.blocks import off_slack, ruling
from bot.blocks.parts import Block, actions, button, context, header, section
from bot.carried import OnPartnership, OnRound
from bot.limits import LIMITS, split
from bot.mrkdwn import bold, escape
from bot.names import Action
from flows import calendar
from flows.overview import Overview, Turnout
from flows.people import Partnership
from flows.round import Stage
from frameworks import catalog

WHAT_THIS_IS = (
    "Common View asks each of your organisations how mature your working is, each on its own, then shows everybody "
    "where views differ, for the meeting that agrees on one."
)
ALL_OPEN = "A round of every framework is open. A new one can start once one of them has closed."
ONE_OPEN = "While a round is open, `/maturity start` starts one of another framework."


def draw(overview: Overview) -> list[Block]:
    """Everything that this person leads; nothing for those who lead nothing."""
    if not overview.leads:
        return []
    each = [block for one in overview.leads for block in _leading(one, overview.turnouts)]
    return [header("You lead"), *_welcome(overview), *each, *_over_all(overview)]


def _welcome(overview: Overview) -> list[Block]:
    """What this is, for those who have not seen a round yet."""
    return [] if overview.turnouts else [section(WHAT_THIS_IS)]


def _over_all(overview: Overview) -> Iterator[Block]:
    """What is not about one partnership: everything that was agreed to be done, and several side by side."""
    across = [button("Across partnerships", Action.SEE_SYSTEM, "all")] if len(overview.leads) > 1 else []
    agreed = [button("Agreed actions", Action.SEE_ACTIONS, "all")] if overview.actions_agreed else []
    if ways := [*agreed, *across]:
        yield actions(*ways)


def _leading(partnership: Partnership, rounds: Sequence[Turnout]) -> Iterator[Block]:
    yield section(f"{bold(partnership.name)} · {len(partnership.partners)} organisations · <#{partnership.channel}>")
    here = [one for one in rounds if one.partnership.id == partnership.id]
    for one in here:
        yield from _round(one)
    taken = {one.edition.id for one in here if one.round.stage is Stage.OPEN}
    if taken:
        yield context(ALL_OPEN if taken >= {one.id for one in catalog.shipped()} else ONE_OPEN)
    yield actions(
        *([] if taken else [button("Start a round", Action.BEGIN_ROUND, partnership.id)]),
        button("Our partnership", Action.OPEN_SETTINGS, OnPartnership(partnership=partnership.id).packed()),
    )


def _round(led: Turnout) -> Iterator[Block]:
    """How the round stands, what is sent next, and what the lead can do with it."""
    yield from map(section, split([ruling.turnout(led)], LIMITS["section.text.max"]))
    if led.ahead:
        first = led.ahead[0]
        yield context(f"*Next:* {calendar.in_words(first.at, led.partnership.zone)}: {escape(first.words)}")
    calendar_of = [button("How it stands", Action.STATUS, OnRound(round=led.round.id).packed())] if led.ahead else []
    yield actions(*calendar_of, *ruling.ways(led))
    yield from off_slack.way(led.partnership, led.round)


def status(led: Turnout) -> str:
    """The same as lines of text, with all that is still to come."""
    return "\n".join([ruling.turnout(led), *([ruling.ahead(led)] if led.ahead else [])])
