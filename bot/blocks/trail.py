"""The audit trail as leads read it: who did what when, newest first, a page at a time; never an answer."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.blocks.parts import Block, actions, button, context, modal, section
from bot.carried import OnRound
from bot.mrkdwn import escape
from bot.names import Action
from flows import calendar
from flows.people import Partnership
from flows.round import RoundId
from flows.trail import Act
from frameworks import catalog

PAGE = 15
"""Acts on one page."""
PERSON = re.compile(r"[UW][A-Z0-9-]+", re.IGNORECASE)
"""How Slack's names of people look; other actors are parts of this app."""
MACHINES = {"clock": "Common View, by the clock"}
NAMES = {
    "framework": "with",
    "mode": "answers",
    "subdomain": "on",
    "event": "tried",
    "why": "because",
    "snapshot": "fingerprint of the counts",
    "rules": "disclosure rules, version",
}
"""What is noted, as it reads in a line; whatever is not named here reads well as it is. The file has it as noted."""
MODES = {"anonymous": "without names", "open": "with names"}
FINGERPRINT = 12
"""Characters of a fingerprint that a line shows; the file has it whole."""


def draw(place: Partnership, round_id: RoundId, acts: Sequence[Act], page: int) -> Block:
    """One page of it; `acts` are all there are, newest first."""
    shown = acts[page * PAGE : (page + 1) * PAGE]
    pages = max(1, -(-len(acts) // PAGE))
    return modal(
        "Record of the round",
        [
            context(f"Newest first · page {page + 1} of {pages} · it never holds answers"),
            *(section(_line(one, place.zone)) for one in shown),
            *([] if shown else [section("Nothing has been done yet.")]),
            actions(*_ways(round_id, page, pages)),
        ],
    )


def _ways(round_id: RoundId, page: int, pages: int) -> Iterator[Block]:
    if page > 0:
        yield button("Newer", Action.AUDIT_NEWER, OnRound(round=round_id, page=page - 1).packed())
    if page + 1 < pages:
        yield button("Older", Action.AUDIT_OLDER, OnRound(round=round_id, page=page + 1).packed())
    yield button("Send me the whole as a file", Action.AUDIT_FILE, OnRound(round=round_id).packed())


def _line(one: Act, zone: str) -> str:
    when = calendar.in_words(one.at, zone)
    detail = ", ".join(f"{_name(name)} {_in_words(name, str(said), zone)}" for name, said in one.detail.items())
    return f"*{escape(one.action[:1].upper() + one.action[1:])}* · {_actor(one.actor)} · {when}" + (
        f"\n{detail}" if detail else ""
    )


def _actor(actor: str) -> str:
    return f"<@{actor}>" if _is_person(actor) else escape(MACHINES.get(actor, actor))


def _is_person(said: str) -> bool:
    return bool(PERSON.fullmatch(said)) and any(one.isdigit() for one in said)


def _name(name: str) -> str:
    return NAMES.get(name, name.replace("_", " "))


def _in_words(name: str, said: str, zone: str) -> str:
    """Frameworks and sub-domains by what people call them, a fingerprint by its beginning."""
    match name:
        case "framework":
            return escape(next((one.title for one in catalog.shipped() if one.id == said), said))
        case "subdomain":
            titles = (here.name for one in catalog.shipped() for here in one.subdomains if here.id == said)
            return escape(next(titles, said))
        case "mode":
            return MODES.get(said, escape(said))
        case "snapshot":
            return escape(said[:FINGERPRINT])
    return _named(said, zone)


def _named(said: str, zone: str) -> str:
    """People as people, instants in words, everything else as it stands."""
    if _is_person(said):
        return f"<@{said}>"
    try:
        return calendar.in_words(datetime.fromisoformat(said), zone)
    except ValueError:
        return escape(said)
