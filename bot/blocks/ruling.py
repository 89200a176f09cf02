"""What a lead can do with a round under way: each act says what will happen and asks before it acts."""

from collections.abc import Sequence

from bot.blocks import off_slack
from bot.blocks.lead import dates, listed
from bot.blocks.parts import Block, actions, button, context, divider, field, modal, notice, section, tick
from bot.carried import OnBoard, OnRound
from bot.limits import LIMITS, split
from bot.mrkdwn import bold, escape
from bot.names import Action, Callback, Field
from flows import calendar
from flows.overview import Turnout
from flows.proposal import When
from flows.reminders import MOST
from flows.round import GRACE, Stage

MINUTES = int(GRACE.total_seconds() // 60)


def nudge(led: Turnout) -> Block:
    """Remind those who have not submitted."""
    return _asking(
        "Remind them now",
        led,
        Callback.NUDGE,
        "Remind them",
        f"These organisations have not submitted: {escape('; '.join(led.waiting))}.",
        "Their people each get a direct message with what is left and a way straight to it. Nobody is named in the "
        "channel.",
        f"It counts as one of the {MOST} reminders that anybody gets in a round, so a later one may fall away. Who had "
        "one today, has had them all, or asked for a later one gets none.",
    )


def move(led: Turnout) -> Block:
    """Other dates; of a closed round only the meeting's, and the summary's while it is still to come."""
    one, zone = led.round, led.partnership.zone
    meeting, summary = When.of(one.meeting_at, zone), When.of(one.summary_at, zone)
    if one.stage is Stage.CLOSED:
        to_come = one.summary_at in {happening.at for happening in led.ahead}
        told = "The channel is told, and gets the meeting for calendars again."
        asked = dates(None, meeting, summary if to_come else None)
        return _form("Move the meeting", led, Callback.MOVE_MEETING, "Move it", asked, told)
    told = (
        "The channel is told, and gets the meeting for calendars again if it moves. Those who have not submitted are "
        "told of a new deadline in a direct message. Reminders follow the new dates."
    )
    asked = dates(When.of(one.deadline, zone), meeting, summary)
    return _form("Change the dates", led, Callback.MOVE_DATES, "Change them", asked, told)


def close_early(led: Turnout) -> Block:
    """Close before the deadline."""
    zone = led.partnership.zone
    return _asking(
        "Close the round early",
        led,
        Callback.CLOSE_EARLY,
        "Close it",
        f"Answers still count for {MINUTES} minutes from now: that was promised to everybody. Then the round closes, "
        "and nobody can open it again.",
        _who_loses(led),
        f"The channel is told. The summary stays on {calendar.in_words(led.round.summary_at, zone)} and the meeting on "
        f"{calendar.in_words(led.round.meeting_at, zone)}; you can move both afterwards.",
    )


def _who_loses(led: Turnout) -> str:
    if not led.waiting:
        return "Everybody has submitted."
    return (
        f"Not submitted yet: {escape('; '.join(led.waiting))}. Their people are told now, and what they do not submit "
        f"within {MINUTES} minutes does not count."
    )


def cancel(led: Turnout) -> Block:
    """Call a round off."""
    return _asking(
        "Cancel the round",
        led,
        Callback.CANCEL_ROUND,
        "Cancel the round",
        "Nothing more is asked, reminded or summed up, and there will be no summary. What was answered is never shown. "
        "This cannot be undone.",
        "The channel is told that the round was called off, and everybody's card says so. To change the dates instead, "
        "close this window and press *Change the dates*.",
        close="Keep it",
    )


def hand_over(led: Turnout) -> Block:
    """Let somebody else lead."""
    element: Block = {"type": "users_select", "placeholder": {"type": "plain_text", "text": "Choose a colleague"}}
    asked = [
        field(Field.NEW_LEAD, "Who leads from now on", element),
        field(
            Field.STEP_DOWN,
            "And you",
            tick("I stop leading this partnership", "yes", ticked=False),
            hint="Leave it empty to lead together. You keep answering for your organisation, if you do.",
            optional=True,
        ),
    ]
    told = (
        f"They become a lead of {bold(led.partnership.name)}, with all its rounds, and get a message that says so. "
        "Leads see who has submitted, never what."
    )
    return _form("Hand over", led, Callback.HAND_OVER, "Hand over", asked, told)


def status(led: Turnout) -> Block:
    """Who has submitted, what is still to come, and what can be done."""
    pieces = split([turnout(led)], LIMITS["section.text.max"])
    to_come = split([ahead(led)], LIMITS["section.text.max"]) if led.ahead else []
    workbooks = off_slack.way(led.partnership, led.round)
    return modal("How it stands", [*map(section, pieces), *map(section, to_come), actions(*ways(led)), *workbooks])


def several(rounds: Sequence[Turnout]) -> Block:
    """Several rounds, each with what can be done with it."""
    drawn = [[_about(one), *map(section, split([turnout(one)], LIMITS["section.text.max"]))] for one in rounds]
    rows = [[*blocks, actions(*ways(one)), divider()] for blocks, one in zip(drawn, rounds, strict=True)]
    shown = [block for row in rows for block in row][: LIMITS["view.blocks.max_items"]]
    return modal("Which round?", shown)


def turnout(led: Turnout) -> str:
    """Turnout in words: who has submitted, never when and never what."""
    total = len(led.submitted) + len(led.waiting)
    title = f"*{led.round.label}*, {escape(led.edition.title)}"
    match led.round.stage:
        case Stage.CANCELLED:
            return f"{title}\nCancelled. Nothing more is asked or sent."
        case Stage.CLOSED:
            return "\n".join([title, f"Closed with {len(led.submitted)} of {total} organisations.", *agreed(led)])
    by = calendar.in_words(led.round.deadline, led.partnership.zone)
    lines = [title, f"{len(led.submitted)} of {total} organisations have submitted. The deadline is {by}."]
    lines += [f"• Submitted: {escape('; '.join(led.submitted))}"] if led.submitted else []
    lines += [f"• Not yet: {escape('; '.join(led.waiting))}"] if led.waiting else []
    return "\n".join([*lines, *unreachable(led)])


def agreed(led: Turnout) -> list[str]:
    """That its meeting has agreed, and when."""
    at = calendar.in_words(led.agreed_at, led.partnership.zone) if led.agreed_at else ""
    return [f":white_check_mark: *Agreed* on {at}."] if at else []


def unreachable(led: Turnout) -> list[str]:
    """Whom a letter did not reach, and what to do about it."""
    if not led.unreachable:
        return []
    people = " ".join(f"<@{user}>" for user in led.unreachable)
    return [f":warning: Cannot be reached: {people}. Name somebody else with `/maturity settings`, or speak to them."]


def ahead(led: Turnout) -> str:
    """What is still to come."""
    return f"*What happens when:*\n{listed(led.ahead, led.partnership.zone)}"


def ways(led: Turnout) -> list[Block]:
    """A button for everything that can be done with the round as it stands."""
    offered = {
        Action.NUDGE: ("Remind them now", led.round.stage is Stage.OPEN and bool(led.waiting)),
        Action.MOVE_DATES: (
            "Move the meeting" if led.round.stage is Stage.CLOSED else "Change the dates",
            led.round.stage is not Stage.CANCELLED and bool(led.ahead),
        ),
        Action.CLOSE_EARLY: ("Close early", led.round.stage is Stage.OPEN),
        Action.HAND_OVER: ("Hand over", led.round.stage is not Stage.CANCELLED),
        Action.AUDIT: ("Record of the round", True),
        Action.CANCEL_ROUND: ("Cancel the round", led.round.stage is Stage.OPEN),
    }
    place = OnRound(round=led.round.id).packed()
    drawn = [
        button(words, action, place, "danger" if action is Action.CANCEL_ROUND else None)
        for action, (words, makes_sense) in offered.items()
        if makes_sense
    ]
    return [*_after(led), *drawn]


def _after(led: Turnout) -> list[Block]:
    """What follows a closed round: the meeting, and its papers."""
    if led.round.stage is not Stage.CLOSED:
        return []
    return [
        button("Open the board", Action.MODERATE, OnBoard(round=led.round.id).packed()),
        button("Return and papers", Action.EXPORT, OnRound(round=led.round.id).packed()),
    ]


def done(title: str, *words: str) -> Block:
    """The last page of an act."""
    first, *rest = words
    return notice(title, f":white_check_mark: {first}", *rest)


def _asking(title: str, led: Turnout, callback: Callback, yes: str, *words: str, close: str = "Not now") -> Block:
    return modal(
        title,
        [_about(led), *map(section, words)],
        callback=callback,
        submit=yes,
        close=close,
        metadata=OnRound(round=led.round.id).packed(),
    )


def _form(title: str, led: Turnout, callback: Callback, yes: str, asked: list[Block], told: str) -> Block:  # noqa: PLR0913, PLR0917 - the parts of a form
    return modal(
        title,
        [_about(led), *asked, section(told)],
        callback=callback,
        submit=yes,
        close="Cancel",
        metadata=OnRound(round=led.round.id).packed(),
    )


def _about(led: Turnout) -> Block:
    return context(f"{bold(led.partnership.name)} · {escape(led.round.label)} · {escape(led.edition.title)}")
