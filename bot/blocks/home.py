"""The App Home: my rounds as a partner, and as a lead; drawn from state."""

from collections.abc import Sequence

from bot.blocks.card import PRIVACY, bar, seen_by_others
from bot.blocks.lead import schedule
from bot.blocks.parts import Block, actions, button, context, divider, header, section
from bot.carried import Place
from bot.limits import LIMITS, shorten, split
from bot.mrkdwn import bold, escape
from bot.names import Action
from flows import calendar, progress
from flows.assessment import Walk
from flows.overview import Overview, Turnout
from flows.people import Partnership
from flows.round import Stage

LONGEST_LEFT = 600
"""Characters of the list of what is left; the card lists everything."""
NOTHING = (
    "Common View helps neighbourhood partnerships to reach a common view of how mature their working is. "
    "There is nothing for you to do at the moment. When a round starts, you will get a message."
)


def draw(overview: Overview) -> Block:
    """The Home tab."""
    blocks = [block for walk in overview.walks for block in _mine(walk)]
    if overview.leads:
        blocks += [header("You lead"), *(block for one in overview.leads for block in _leading(one, overview.turnouts))]
    if not blocks:
        blocks = [
            header("Common View"),
            section(NOTHING),
        ]
    return {"type": "home", "blocks": [*blocks[:98], divider(), context(f":lock: {PRIVACY}")]}


def in_words(overview: Overview) -> str:
    """The same as a few lines of text, for those who ask in words."""
    mine = [f"{_title(walk)}\n{standing(walk)}" for walk in overview.walks]
    return "\n\n".join([*mine, *map(status, overview.turnouts)]) or NOTHING


def _mine(walk: Walk) -> list[Block]:
    way = _way(walk)
    return [
        header(f"{walk.partnership.name}: {walk.round.label}"),
        section(f"{_title(walk)}\n{standing(walk)}"),
        *_details(walk),
        *([actions(way)] if way else []),
    ]


def _details(walk: Walk) -> list[Block]:
    """While the round is open: each domain's progress and what is left, or the receipt."""
    if walk.round.stage is not Stage.OPEN:
        return []
    if walk.assessment.submitted:
        return [section(seen_by_others(walk))]
    bars = [f"{bar(one)}  {one.answered} of {one.total} · {escape(name)}" for name, one in progress.by_domain(walk)]
    left = ", ".join(one.name for one in walk.subdomains if one.assessable and not walk.kept(one))
    pieces = split(bars, LIMITS["section.text.max"])
    return [*map(section, pieces), *([context(escape(shorten(f"Left: {left}", LONGEST_LEFT)))] if left else [])]


def _title(walk: Walk) -> str:
    return f"{bold(walk.partner.name)} · {escape(walk.edition.title)}"


def standing(walk: Walk) -> str:
    """How far one's own organisation is, in a sentence."""
    so_far, zone = progress.of(walk), walk.partnership.zone
    by = calendar.in_words(walk.round.deadline, zone)
    if walk.round.stage is Stage.CLOSED:
        return f"Closed. Summary in <#{walk.partnership.channel}>: {calendar.in_words(walk.round.summary_at, zone)}."
    if walk.assessment.submitted:
        return f"Submitted. You can change answers until {by}."
    if so_far.left:
        return f"{so_far.answered} of {so_far.total} answered, about {so_far.minutes_left} minutes left, by {by}."
    return f"All {so_far.total} answered, not yet submitted. By {by}."


def _way(walk: Walk) -> Block | None:
    """The one button that makes sense now."""
    if walk.round.stage is Stage.CLOSED:
        return None
    if walk.assessment.submitted:
        return _button(walk, "Check your answers", Action.CHECK_AND_SUBMIT)
    if progress.of(walk).left:
        return _button(walk, "Answer now", Action.ANSWER_NOW)
    return _button(walk, "Check and submit", Action.CHECK_AND_SUBMIT)


def _button(walk: Walk, text: str, action: Action) -> Block:
    return button(text, action, Place(assessment=walk.assessment.id).packed(), "primary")


def _leading(partnership: Partnership, rounds: Sequence[Turnout]) -> list[Block]:
    mine = [one for one in rounds if one.partnership.id == partnership.id]
    return [
        section(f"{bold(partnership.name)} · {len(partnership.partners)} organisations · <#{partnership.channel}>"),
        *(section(piece) for one in mine for piece in split([status(one)], LIMITS["section.text.max"])),
        actions(button("Start a round", Action.BEGIN_ROUND, partnership.id)),
    ]


def status(led: Turnout) -> str:
    """Turnout in words: who has submitted, never when and never what."""
    total = len(led.submitted) + len(led.waiting)
    title = f"*{led.round.label}*, {escape(led.edition.title)}"
    if led.round.stage is Stage.CLOSED:
        return f"{title}\nClosed with {len(led.submitted)} of {total} organisations."
    by = calendar.in_words(led.round.deadline, led.partnership.zone)
    lines = [title, f"{len(led.submitted)} of {total} organisations have submitted, by {by}."]
    lines += [f"• Submitted: {escape('; '.join(led.submitted))}"] if led.submitted else []
    lines += [f"• Not yet: {escape('; '.join(led.waiting))}"] if led.waiting else []
    return "\n".join([*lines, "*What happens when:*", schedule(led.partnership, led.round)])
