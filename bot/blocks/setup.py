"""Setting up a partnership: the greeting in a channel, the screen that shows who takes part, and what was changed."""

from collections.abc import Iterable, Sequence

from bot.blocks.parts import Block, actions, button, context, divider, header, menu, modal, notice, option, section
from bot.carried import NewPlace, OnList, OnPartnership
from bot.limits import LIMITS, shorten
from bot.mrkdwn import bold, escape, person
from bot.names import Action
from flows import calendar, changes, retention
from flows.changes import Made
from flows.people import ChannelId, Partner, Partnership

MOST_CHANGES = 40
"""Entries of the history on one screen; the audit trail holds everything."""
MOST_FAULTS = 20
USUAL_WORD = "neighbourhood"
FEWEST = 2
"""Organisations before there is anything to compare."""


def greeting(channel: ChannelId) -> tuple[str, list[Block]]:
    """What is said in a channel to which the app was invited, and which has no partnership yet."""
    text = "Thank you for inviting me. Set up your partnership here, and you can start a first round in a few minutes."
    how = (
        ":wave: *Thank you for inviting me.*\nI walk each organisation of a neighbourhood partnership through a "
        "maturity self-assessment, and show where views differ. "
        "Nobody is shown who answered what, unless you choose an open round.\n"
        "To begin, one of you sets up the partnership here. It takes a few minutes, and all of it can be changed later."
    )
    press = button("Set up the partnership here", Action.SET_UP, NewPlace(channel=channel).packed(), "primary")
    return text, [section(how), actions(press), context("Whoever sets it up becomes its first lead.")]


def settled(place: Partnership, ready: str) -> tuple[str, list[Block]]:
    """What stands there once it is set up."""
    text = f"{place.name} is set up in this channel."
    words = f":white_check_mark: {bold(place.name)} is set up in this channel. {ready}"
    return text, [section(words), actions(_press("Our partnership", Action.OPEN_SETTINGS, place))]


BY_ITS_LEADS = "Its leads add the organisations, and then start a round with `/maturity start`."
AGAIN = "I am here again, and everything is as it was. Leads start a round with `/maturity start`."


def several(places: Sequence[Partnership]) -> Block:
    """Which of one's partnerships to look at."""
    rows = [section(bold(one.name), _press("Open", Action.OPEN_SETTINGS, one)) for one in places]
    return modal("Our partnerships", rows[:50])


def reading(place: Partnership) -> Block:
    """While a list is read."""
    return modal("Our partnership", [section(f"I am reading the list for {bold(place.name)}. One moment...")])


def taken_in(before: Partnership, after: Partnership) -> str:
    """What a list has brought."""
    news = changes.between(before, after)
    if not news:
        return "Everything in the list is here already."
    joined, people = len(changes.joined(before, after)), sum(one.what.endswith("added") for one in news)
    return f"The list is taken in. Organisations added: {joined}; people added: {people - joined}."


def for_which(places: Sequence[Partnership], file: str) -> tuple[str, list[Block]]:
    """Asks which partnership a list is meant for that was dropped in the chat."""
    text = "This is a list of who takes part. Which partnership is it for?"
    shown = places[: LIMITS["message.blocks.max_items"] - 1]
    return text, [section(text), *(actions(_for_this(one, file)) for one in shown)]  # one id stands once in a block


def _for_this(place: Partnership, file: str) -> Block:
    return button(place.name, Action.TAKE_IN_DROPPED, OnList(partnership=place.id, file=file).packed())


def of_dropped_list(place: Partnership, done: str, wrong: str) -> str:
    """What came of a list that was dropped in the chat."""
    if wrong:
        return shorten(f":warning: {bold(place.name)}: {escape(wrong)}", LIMITS["section.text.max"])
    return f":white_check_mark: {bold(place.name)}: {escape(done)} `/maturity settings` shows who takes part."


def faults(said: Iterable[str]) -> str:
    """Why a list was not taken in, in as many lines as there is room for."""
    lines = [f"• {one}" for one in said]
    rest = len(lines) - MOST_FAULTS
    more = [f"And {rest} more like these."] if rest > 0 else []
    return "\n".join(["The list was not taken in. Please mend this in it and try again:", *lines[:MOST_FAULTS], *more])


def overview(place: Partnership, *, may_change: bool, done: str = "", wrong: str = "") -> Block:
    """Who takes part; for leads with everything that can be changed. `done` or `wrong` tells what came of an act."""
    blocks = [
        *([section(f":white_check_mark: {escape(done)}")] if done else []),
        *([section(shorten(f":warning: {escape(wrong)}", LIMITS["section.text.max"]))] if wrong else []),
        section(_about(place), _press("Edit", Action.EDIT_DETAILS, place) if may_change else None),
        section(_people(place), _press("Edit", Action.EDIT_PEOPLE, place) if may_change else None),
        header(f"Organisations ({len(place.partners)})"),
        *(_partner(place, one, may_change=may_change) for one in place.partners),
        *([] if len(place.partners) >= FEWEST else [section(_needed(place))]),
        *(_acts(place) if may_change else []),
    ]
    return modal("Our partnership", blocks, metadata=OnPartnership(partnership=place.id).packed())


def _about(place: Partnership) -> str:
    lines = [
        f"{bold(place.name)} in <#{place.channel}>",
        f"Hosted by {escape(' and '.join(place.hosts))}",
        f"Time zone: {escape(place.zone)}.",
    ]
    if place.neighbourhood != USUAL_WORD:
        lines.append(f"A neighbourhood is called “{escape(place.neighbourhood)}”.")
    lines += [f"The return goes to {escape(place.region_contact)}."] if place.region_contact else []
    lines += [f"Development funding: £{place.allocation:,}."] if place.allocation is not None else []
    lines.append(f"The details of a round are kept for {retention.in_words(place.keep_months)} after its meeting.")
    return "\n".join(lines)


def _people(place: Partnership) -> str:
    watching = ", ".join(f"<@{one}>" for one in place.observers) or "nobody yet"
    return f"*Leads:* {', '.join(f'<@{one}>' for one in place.leads)}\n*Observers:* {watching}"


def _partner(place: Partnership, partner: Partner, *, may_change: bool) -> Block:
    answering = [*(f"<@{one}>" for one in partner.contributors)]
    answering += [f"{escape(partner.contact)} (outside Slack)"] if partner.contact else []
    text = f"{bold(partner.name)} · {partner.sector}\n{', '.join(answering) or ':warning: Nobody answers for it yet.'}"
    edit, remove = (
        OnPartnership(partnership=place.id, partner=partner.id, do=do).packed() for do in ("edit", "remove")
    )
    choice = menu(Action.PARTNER_MENU, option("Edit", edit), option("Remove", remove))
    return section(text, choice if may_change else None)


def _needed(place: Partnership) -> str:
    if not place.partners:
        return "Add the organisations that take part, with the people who answer for each. Yours belongs there too."
    return "Add at least one more organisation: a common view needs two."


def _acts(place: Partnership) -> list[Block]:
    ready = len(place.partners) >= FEWEST
    add = _press("Add an organisation", Action.ADD_PARTNER, place) | ({} if ready else {"style": "primary"})
    start = [button("Start a round", Action.BEGIN_ROUND, place.id, "primary")] if ready else []
    lists = [_press("Add from a list", Action.TAKE_IN_LIST, place)]
    lists += [_press("Get this as a list", Action.SEND_LIST, place)] if place.partners else []
    return [actions(add, *start), divider(), actions(*lists, _press("What changed", Action.SEE_CHANGES, place))]


def _press(text: str, action: Action, place: Partnership) -> Block:
    return button(text, action, OnPartnership(partnership=place.id).packed())


def history(place: Partnership, made: Iterable[Made]) -> Block:
    """What was changed, newest first."""
    told = [_told(place, one) for one in made]
    if not told:
        return notice("What changed", "Nothing has been changed yet.")
    rest = len(told) - MOST_CHANGES
    older = [context(f"And {rest} older changes, in the audit trail.")] if rest > 0 else []
    return modal("What changed", [*map(section, told[:MOST_CHANGES]), *older])


def _told(place: Partnership, entry: Made) -> str:
    when = calendar.in_words(entry.at, place.zone)
    who = f"<@{entry.actor}>" if entry.actor.startswith(("U", "W")) else escape(entry.actor)
    about = f": {_detail(entry)}" if entry.detail else ""
    what = escape(entry.what[:1].upper() + entry.what[1:])
    return shorten(f"*{what}*{about}\n{when}, by {who}", LIMITS["section.text.max"])


def _detail(entry: Made) -> str:
    said = {name: str(value) for name, value in entry.detail.items() if name != "partner"}
    whom = [person(said.pop("person"))] if "person" in said else []
    moved = [f"from “{escape(said.pop('from'))}”"] if said.get("from") else []
    moved += [f"to “{escape(said.pop('to'))}”"] if said.get("to") else []
    rest = [escape(value) for value in said.values() if value]
    return ", ".join([*rest, *whom, " ".join(moved)] if moved else [*rest, *whom])
