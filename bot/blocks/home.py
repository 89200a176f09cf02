"""The App Home: what I lead, and below it my rounds as a partner; drawn from state."""

from datetime import datetime

from bot.blocks import lead_home, promises
from bot.blocks.card import bar, together
from bot.blocks.parts import Block, actions, button, context, divider, header, section
from bot.carried import Place
from bot.limits import LIMITS, shorten, split
from bot.mrkdwn import bold, escape
from bot.names import Action
from flows import calendar, progress
from flows.assessment import Walk
from flows.overview import Overview
from flows.round import GRACE, Mode, Stage

LONGEST_LEFT = 600
"""Characters of the list of what is left; the card lists everything."""
NOTHING = (
    "Common View helps neighbourhood partnerships to reach a common view of how mature their working is. "
    "There is nothing for you to do at the moment. When a round starts, you will get a message. To set up a "
    "partnership of your own, invite me to its channel with `/invite`."
)


def draw(overview: Overview) -> Block:
    """The Home tab."""
    mine = [block for walk in overview.walks for block in _mine(walk, overview)]
    room = LIMITS["view.blocks.max_items"] - 2
    led = lead_home.draw(overview)[: max(0, room - len(mine))]
    blocks = [*led, *mine] or [header("Common View"), section(NOTHING)]
    return {"type": "home", "blocks": [*blocks[:room], divider(), context(_privacy(overview))]}


def _privacy(overview: Overview) -> str:
    """What holds for every round that does not say otherwise."""
    some_are_open = any(walk.round.mode is Mode.OPEN for walk in overview.walks)
    unless = "Unless a round says above that it is open: " if some_are_open else ""
    return f":lock: {unless}{promises.PRIVACY[Mode.ANONYMOUS]}"


def in_words(overview: Overview) -> str:
    """The same as a few lines of text, for those who ask in words."""
    mine = [_told(walk, overview) for walk in overview.walks]
    return "\n\n".join([*map(lead_home.status, overview.turnouts), *mine]) or NOTHING


def _mine(walk: Walk, overview: Overview) -> list[Block]:
    ways = _ways(walk)
    return [
        header(f"{walk.partnership.name}: {walk.round.label}"),
        section(_told(walk, overview)),
        *_details(walk),
        *([actions(*ways)] if ways else []),
    ]


def _details(walk: Walk) -> list[Block]:
    """While the round is open: how far it is, once anything is answered, or the receipt; later what became of it."""
    match walk.round.stage:
        case Stage.CLOSED:
            return [context(promises.kept_after(walk))]
        case Stage.CANCELLED:
            return []
    named = [context(promises.privacy(walk))] if walk.round.mode is Mode.OPEN else []
    if walk.assessment.submitted:
        return [section(promises.seen_by_others(walk)), *together(walk), *named]
    if not any(map(walk.kept, walk.subdomains)):
        return [*together(walk), *named]
    bars = [f"{bar(one)}  {one.answered} of {one.total} · {escape(name)}" for name, one in progress.by_domain(walk)]
    left = ", ".join(one.name for one in walk.subdomains if one.assessable and not walk.kept(one))
    pieces = split(bars, LIMITS["section.text.max"])
    rest = [context(escape(shorten(f"Left: {left}", LONGEST_LEFT)))] if left else []
    return [*map(section, pieces), *rest, *together(walk), *named]


def _told(walk: Walk, overview: Overview) -> str:
    return f"{_title(walk)}\n{standing(walk, overview.agreed.get(walk.round.id))}"


def _title(walk: Walk) -> str:
    return f"{bold(walk.partner.name)} · {escape(walk.edition.title)}"


def standing(walk: Walk, agreed_at: datetime | None) -> str:
    """How far one's own organisation is, in a sentence; or the round, once its meeting has agreed."""
    so_far, zone = progress.of(walk), walk.partnership.zone
    by = calendar.in_words(walk.round.deadline, zone)
    match walk.round.stage:
        case Stage.CLOSED:
            how = f":white_check_mark: *Agreed* on {calendar.in_words(agreed_at, zone)}." if agreed_at else "Closed."
            return f"{how} {promises.summary_in_words(walk)}"
        case Stage.CANCELLED:
            return promises.cancelled_in_words(walk)
    if walk.assessment.submitted:
        return f"Submitted. You can change answers until {by}, and for {GRACE.seconds // 60} minutes after that."
    if so_far.left:
        return f"{so_far.answered} of {so_far.total} answered, about {so_far.minutes_left} minutes left, by {by}."
    return f"All {so_far.total} answered, not yet submitted. By {by}."


def _ways(walk: Walk) -> list[Block]:
    """The one thing that makes sense now, and one's own answers as long as there are any to be read."""
    said = walk.readable and walk.assessment.answers
    reading = [_button(walk, "Our answers", Action.MY_ANSWERS)] if said else []
    if walk.round.stage is not Stage.OPEN:
        return reading if walk.round.stage is Stage.CLOSED else []
    if walk.assessment.submitted:
        return [_button(walk, "Check your answers", Action.CHECK_AND_SUBMIT, primary=True), *reading]
    words, action = "Check and submit", Action.CHECK_AND_SUBMIT
    if progress.of(walk).left:
        words, action = "Answer now", Action.ANSWER_NOW
    elsewhere = _button(walk, "Answer in a workbook", Action.OWN_WORKBOOK)
    return [_button(walk, words, action, primary=True), elsewhere, *reading]


def _button(walk: Walk, text: str, action: Action, *, primary: bool = False) -> Block:
    return button(text, action, Place(assessment=walk.assessment.id).packed(), "primary" if primary else None)
