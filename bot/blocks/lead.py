"""The form that starts a round: its first two steps, and what it says when the round has started."""

from collections.abc import Sequence

from bot.blocks.parts import (
    Block,
    actions,
    button,
    context,
    field,
    modal,
    notice,
    option,
    section,
    select,
    tick,
)
from bot.carried import Draft
from bot.mrkdwn import bold, escape
from bot.names import Action, Callback, Field
from flows import calendar, reminders
from flows.course import month
from flows.people import Partnership
from flows.proposal import RoundForm, When
from flows.round import Label, Round
from frameworks.schema import Edition

TITLE = "Start a round"
WHAT, WHEN = "what", "when"
"""The steps that one can go back to."""


def what(  # noqa: PLR0913 - what the step shows, each by name
    form: RoundForm,
    *,
    choices: Sequence[Partnership],
    place: Partnership,
    editions: Sequence[Edition],
    edition: Edition,
    earlier: Round | None,
) -> Block:
    """The first step: which partnership, which framework, how much of it, and what it follows."""
    return modal(
        TITLE,
        [
            context("Step 1 of 3 · *What* · then when, and a last check"),
            *([_partnerships(choices, place)] if len(choices) > 1 else []),
            section(f"{bold(place.name)}: {organisations(place)} will be asked for their view, in a direct message."),
            _frameworks(editions, edition),
            _scopes(form, edition),
            _labels(form),
            *([_previous(form, earlier, place)] if earlier else []),
        ],
        callback=Callback.START_ROUND,
        submit="Next: when",
        close="Cancel",
        metadata=Draft(form=form).packed(),
    )


def organisations(place: Partnership) -> str:
    """How many there are."""
    return f"{len(place.partners)} organisation{'' if len(place.partners) == 1 else 's'}"


def _partnerships(choices: Sequence[Partnership], chosen: Partnership) -> Block:
    options = [option(one.name, one.id) for one in choices]
    return field(
        Field.PARTNERSHIP,
        "Partnership",
        select("Choose", options, option(chosen.name, chosen.id)),
        dispatch=True,
    )


def _frameworks(editions: Sequence[Edition], chosen: Edition) -> Block:
    options = [option(one.title, one.id) for one in editions]
    return field(
        Field.FRAMEWORK, "Framework", select("Choose", options, option(chosen.title, chosen.id)), dispatch=True
    )


def _scopes(form: RoundForm, edition: Edition) -> Block:
    options = {
        str(one.id): option(f"{one.name} ({_count(edition, one.id)})", one.id, one.description)
        for one in edition.scopes
    }
    chosen = [one for name, one in options.items() if name in form.scopes]
    element: Block = {"type": "checkboxes", "options": list(options.values())}
    return field(
        Field.SCOPES, "Which parts", element | ({"initial_options": chosen} if chosen else {}), about=edition.id
    )


def _count(edition: Edition, scope: str) -> str:
    minutes = 2 * sum(one.assessable for one in edition.in_scope([scope]))
    return f"{len(edition.in_scope([scope]))} sub-domains, about {minutes} minutes"


def _labels(form: RoundForm) -> Block:
    options = {one: option(one, one) for one in Label}
    element = select("Choose", list(options.values()), options[form.label])
    return field(Field.LABEL, "This round is a", element, about=form.framework)


def _previous(form: RoundForm, earlier: Round, place: Partnership) -> Block:
    return field(
        Field.PREVIOUS,
        "Follows an earlier round",
        tick(
            f"Follows the {earlier.label.lower()} of {month(earlier, place.zone)}",
            earlier.id,
            ticked=form.previous == earlier.id,
            description="Partners see what was agreed then, once they have chosen a level.",
        ),
        about=earlier.id,
        optional=True,
    )


def when(form: RoundForm, place: Partnership) -> Block:
    """The second step: the deadline, the meeting, and the summary between them."""
    return modal(
        TITLE,
        [
            context(f"Step 2 of 3 · *When* · times are {escape(place.zone)}"),
            *dates(form.deadline, form.meeting, form.summary),
            actions(back(WHAT)),
        ],
        callback=Callback.ROUND_DATES,
        submit="Next: check",
        close="Cancel",
        metadata=Draft(form=form).packed(),
    )


def dates(deadline: When | None, meeting: When, summary: When | None) -> list[Block]:
    """The fields for a round's dates, filled with what is known; those that cannot move any more are left out."""
    by = _when(Field.DEADLINE, Field.DEADLINE_TIME, "Deadline for answers", deadline) if deadline else ()
    hint = "Leave empty and it goes out at 09:00, two working days before the meeting."
    shown = () if summary is None else _optional("Summary in the channel", summary, hint)
    return [*by, *_when(Field.MEETING, Field.MEETING_TIME, "Moderation meeting", meeting), *shown]


def _when(day: Field, clock: Field, label: str, known: When) -> tuple[Block, Block]:
    return field(day, label, _day(known)), field(clock, f"{label}: time", _clock(known))


def _optional(label: str, known: When, hint: str) -> tuple[Block, Block]:
    return (
        field(Field.SUMMARY, label, _day(known), hint=hint, optional=True),
        field(Field.SUMMARY_TIME, f"{label}: time", _clock(known), optional=True),
    )


def _day(known: When) -> Block:
    return {"type": "datepicker"} | ({"initial_date": known.day.isoformat()} if known.day else {})


def _clock(known: When) -> Block:
    return {"type": "timepicker"} | ({"initial_time": f"{known.clock:%H:%M}"} if known.clock else {})


def back(step: str) -> Block:
    """The way to the step before; nothing that was filled in is lost."""
    return button("Back", Action.STEP_BACK, step)


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
    return listed(reminders.calendar_of(running, partnership), partnership.zone)


def listed(happenings: Sequence[reminders.Happening], zone: str) -> str:
    """Happenings as lines with bullets."""
    return "\n".join(f"• *{calendar.in_words(one.at, zone)}:* {escape(one.words)}" for one in happenings)
