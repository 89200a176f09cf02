"""What somebody types or drops in the chat, and which of their walks it is for."""

from bot.desk import Desk, seeing, walking
from flows.assessment import Event, ItemsKept, Walk, collecting
from flows.evidence import Item
from flows.people import Caller
from flows.refusal import Refusal


def walks(desk: Desk, caller: Caller) -> tuple[tuple[Walk, ...], str]:
    """The walks that are open to this person, the current one first, and the sub-domain they are at; else a refusal."""
    found = seeing.overview(desk, caller).open_walks(desk.clock())
    if not found:
        raise Refusal("There is no open round in which you answer, so there is nothing to keep this for.")
    return found, collecting(found[0])


def current(desk: Desk, caller: Caller) -> Walk | None:
    """The walk that words in the chat are about; none when nothing is open."""
    return next(iter(seeing.overview(desk, caller).open_walks(desk.clock())), None)


def keep(desk: Desk, caller: Caller, items: tuple[Item, ...], key: str) -> tuple[Walk, str] | None:
    """Keep what was dropped for the sub-domain where the person is; none when Slack delivered this before."""
    (walk, *_), here = walks(desk, caller)
    after = walking.once(desk, caller, walk.assessment.id, ItemsKept(here, items), key)
    return (after, here) if after else None


def said(desk: Desk, caller: Caller, walk: Walk, event: Event, key: str) -> Walk | None:
    """Do what a typed word asks for; none when Slack delivered it before."""
    return walking.once(desk, caller, walk.assessment.id, event, key)
