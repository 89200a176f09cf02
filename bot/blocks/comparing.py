"""Agreed levels side by side, in words: from round to round, and across the partnerships that somebody leads."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from bot.blocks.parts import Block, actions, button, context, header, modal, section
from bot.limits import LIMITS, split
from bot.mrkdwn import bold, escape
from bot.names import Action
from flows.course import Course, Place, Stop, System, month
from flows.judgement import in_words
from flows.people import Partnership

NOT_ALIKE = "not like for like: other words or scope"
NOT_YET = "not agreed yet"
NONE_MOVED = "No level has moved yet, because none is agreed in both rounds, in the same words and scope."
NOTHING = "Nothing is agreed yet. Levels stand here once the leads have said that a round is agreed."
FIRST = "There is nothing to compare yet: levels stand here side by side from the second round on."
NO_RANKING = "Agreed levels only, by name. Places differ in what they set out from, so this is no ranking."


def progress(place: Partnership, found: Sequence[Course], carried: str) -> Block:
    """Every sub-domain of a round, with what each round agreed and how views stood."""
    if not any(len(one.stops) > 1 for one in found):
        return modal("What has moved", [header(place.name), section(FIRST)])
    lines = [f"{bold(one.subdomain.name)}\n{_stops(one, place.zone)}\n" for one in found]
    most = LIMITS["section.text.max"]
    return modal(
        "What has moved",
        [
            header(place.name),
            *map(section, split(list(_in_short(found)), most)),
            *map(section, split(lines, most)),
            context("Levels are compared only where a framework's words and scope are the same."),
            *([actions(button("Send me the picture", Action.SEND_PROGRESS, carried))] if _pictured(found) else []),
        ][: LIMITS["view.blocks.max_items"]],
    )


def _pictured(found: Sequence[Course]) -> bool:
    return any(len(one.comparable) > 1 for one in found)


def _in_short(found: Sequence[Course]) -> Iterator[str]:
    """Which levels the newest round moved, by name."""
    known = {one.subdomain.name: rise for one in found if (rise := one.rises[-1]) is not None}
    if not known:
        yield NONE_MOVED
    for words, names in (
        ("Up", [name for name, rise in known.items() if rise > 0]),
        ("Down", [name for name, rise in known.items() if rise < 0]),
        ("As before", [name for name, rise in known.items() if not rise]),
    ):
        if names:
            yield f"*{words}:* {escape('; '.join(names))}"


def _stops(course: Course, zone: str) -> str:
    none = NOT_YET if course.subdomain.assessable else "not rated"
    return "\n".join(
        f"{stop.past.round.label}, {month(stop.past.round, zone)}: {_stop(stop, rise, none)}"
        for stop, rise in zip(course.stops, course.rises, strict=True)
    )


def _stop(stop: Stop, rise: Fraction | None, none: str) -> str:
    level = bold(in_words(stop.agreed, stop.past.edition.levels)) if stop.agreed else none
    moved = "" if rise is None else _moved(rise)
    return ", ".join(filter(None, [level, moved, _views(stop), "" if stop.alike else NOT_ALIKE]))


def _moved(rise: Fraction) -> str:
    """How far an agreed level moved: "up a level and a half"."""
    if not rise:
        return "as before"
    whole, half = divmod(abs(rise), 1)
    levels = "a level" if whole == 1 else f"{whole} levels"
    far = (levels + " and a half" if half else levels) if whole else "half a level"
    return f"{'up' if rise > 0 else 'down'} {far}"


def _views(stop: Stop) -> str:
    """How views stood; and how that is other than before, where rule P10 lets it be told."""
    if stop.word is None:
        return ""
    how = {True: "closer than before", False: "further apart than before", None: "before"}
    moved = f" ({how[stop.closer]}: {stop.was.lower()})" if stop.was else ""
    return f"views: {stop.word.lower()}{moved}"


def system(found: Sequence[System]) -> Block:
    """Each framework, sub-domain by sub-domain, with what each partnership agreed."""
    blocks = [block for one in found for block in _framework(one)]
    most = LIMITS["view.blocks.max_items"] - 2
    ways = actions(button("Send me the workbook", Action.SEND_SYSTEM, "all", "primary"))
    shown = [*blocks[:most], context(NO_RANKING), ways] if blocks else [section(NOTHING)]
    return modal("Across partnerships", shown)


def _framework(one: System) -> list[Block]:
    lines = [f"{bold(here.name)}\n{_levels(one, here.id)}\n" for here in one.subdomains]
    return [header(one.edition.title), *map(section, split(lines, LIMITS["section.text.max"]))]


def _levels(one: System, subdomain: str) -> str:
    return "\n".join(f"• {escape(place.partnership.name)}: {level(place, subdomain)}" for place in one.places)


def level(place: Place, subdomain: str) -> str:
    """What a partnership agreed there, in words."""
    judgement = place.past.agreed.get(subdomain)
    return in_words(judgement, place.past.edition.levels) if judgement else NOT_YET
