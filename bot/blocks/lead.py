"""The lead's modals: the form that starts a round, and what it says when the round has started."""

from collections.abc import Sequence
from datetime import date, datetime, time

from bot.blocks.parts import Block, field, modal, notice, option, section
from bot.carried import StartForm
from bot.mrkdwn import bold, escape
from bot.names import Callback, Field
from flows import calendar, reminders
from flows.people import Partnership
from flows.round import Label, Round
from frameworks.schema import Edition

NOON, TWO = time(12), time(14)


def start_form(
    choices: Sequence[Partnership], chosen: Partnership, editions: Sequence[Edition], edition: Edition, now: datetime
) -> Block:
    """The form that starts a round, with sensible dates already in it."""
    today = calendar.local(now, chosen.zone).date()
    deadline, meeting = (calendar.working_days_after(today, days) for days in (10, 15))
    return modal(
        "Start a round",
        [
            *([_partnerships(choices, chosen)] if len(choices) > 1 else []),
            section(
                f"{bold(chosen.name)}: {len(chosen.partners)} organisations will each be asked for their view, "
                f"in a direct message. Times are {escape(chosen.zone)}."
            ),
            _frameworks(editions, edition),
            _scopes(edition),
            _labels(),
            *_when(Field.DEADLINE, Field.DEADLINE_TIME, "Deadline for answers", deadline, NOON),
            *_when(Field.MEETING, Field.MEETING_TIME, "Moderation meeting", meeting, TWO),
            *_summary(),
        ],
        callback=Callback.START_ROUND,
        submit="Start the round",
        close="Cancel",
        metadata=StartForm(partnership=chosen.id).packed(),
    )


def _partnerships(choices: Sequence[Partnership], chosen: Partnership) -> Block:
    return field(
        Field.PARTNERSHIP,
        "Partnership",
        {
            "type": "static_select",
            "options": [option(one.name, one.id) for one in choices],
            "initial_option": option(chosen.name, chosen.id),
        },
        dispatch=True,
    )


def _frameworks(editions: Sequence[Edition], chosen: Edition) -> Block:
    return field(
        Field.FRAMEWORK,
        "Framework",
        {
            "type": "static_select",
            "options": [option(one.title, one.id) for one in editions],
            "initial_option": option(chosen.title, chosen.id),
        },
        dispatch=True,
    )


def _scopes(edition: Edition) -> Block:
    options = {
        one.id: option(f"{one.name} ({_count(edition, one.id)})", one.id, one.description) for one in edition.scopes
    }
    preselected = [options[one.id] for one in edition.scopes if one.preselected]
    element: Block = {"type": "checkboxes", "options": list(options.values())}
    return field(
        Field.SCOPES,
        "Which parts",
        element | ({"initial_options": preselected} if preselected else {}),
        about=edition.id,
    )


def _count(edition: Edition, scope: str) -> str:
    minutes = 2 * sum(one.assessable for one in edition.in_scope([scope]))
    return f"{len(edition.in_scope([scope]))} sub-domains, about {minutes} minutes"


def _labels() -> Block:
    options = [option(one, one) for one in Label]
    return field(
        Field.LABEL, "This round is a", {"type": "static_select", "options": options, "initial_option": options[0]}
    )


def _when(day: Field, clock: Field, label: str, on: date, at: time) -> tuple[Block, Block]:
    return (
        field(day, label, {"type": "datepicker", "initial_date": on.isoformat()}),
        field(clock, f"{label}: time", {"type": "timepicker", "initial_time": f"{at:%H:%M}"}),
    )


def _summary() -> tuple[Block, Block]:
    hint = "Leave empty and it goes out at 09:00, two working days before the meeting."
    return (
        field(Field.SUMMARY, "Summary in the channel", {"type": "datepicker"}, hint=hint, optional=True),
        field(Field.SUMMARY_TIME, "Summary in the channel: time", {"type": "timepicker"}, optional=True),
    )


def started(partnership: Partnership, running: Round, edition: Edition) -> Block:
    """What happens now, and when."""
    return notice(
        "The round has started",
        f":white_check_mark: {bold(edition.title)}, {len(running.subdomains)} sub-domains.",
        f"*What happens when*, in <#{partnership.channel}> and in direct messages:\n{schedule(partnership, running)}",
        "You can see who has submitted, never what they said, with `/maturity status` or on the app's Home tab.",
    )


def schedule(partnership: Partnership, running: Round) -> str:
    """A round's calendar as lines with bullets."""
    happenings = reminders.calendar_of(running, partnership)
    return "\n".join(f"• *{calendar.in_words(one.at, partnership.zone)}:* {escape(one.words)}" for one in happenings)
