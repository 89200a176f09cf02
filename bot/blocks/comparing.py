"""Agreed levels side by side, in words: from round to round, and across the partnerships that somebody leads."""

from collections.abc import Sequence

from bot.blocks.parts import Block, actions, button, context, header, modal, section
from bot.limits import LIMITS, split
from bot.mrkdwn import bold, escape
from bot.names import Action
from flows.course import Course, Place, Stop, System
from flows.judgement import in_words
from flows.people import Partnership

NOT_ALIKE = "not like for like: other words or scope"
NOTHING = "Nothing is agreed yet. Levels stand here once the leads have said that a round is agreed."
FIRST = "There is nothing to compare yet: levels stand here side by side from the second round on."
NO_RANKING = "Agreed levels only, by name. Places differ in what they set out from, so this is no ranking."


def progress(place: Partnership, found: Sequence[Course], carried: str) -> Block:
    """Every sub-domain of a round, with what each round agreed and how views stood."""
    if not any(len(one.stops) > 1 for one in found):
        return modal("What has moved", [header(place.name), section(FIRST)])
    lines = [f"{bold(one.subdomain.name)}\n{_stops(one)}\n" for one in found if one.stops]
    return modal(
        "What has moved",
        [
            header(place.name),
            *map(section, split(lines, LIMITS["section.text.max"])),
            context("Levels are compared only where a framework's words and scope are the same."),
            *([actions(button("Send me the picture", Action.SEND_PROGRESS, carried))] if _pictured(found) else []),
        ][: LIMITS["view.blocks.max_items"]],
    )


def _pictured(found: Sequence[Course]) -> bool:
    return any(len(one.comparable) > 1 for one in found)


def _stops(course: Course) -> str:
    return "\n".join(f"{name(one)}: {_stop(one)}" for one in course.stops)


def name(stop: Stop) -> str:
    """What a round is called where there are several."""
    return f"{stop.past.round.label}, {stop.past.round.meeting_at:%B %Y}"


def _stop(stop: Stop) -> str:
    level = bold(in_words(stop.agreed, stop.past.edition.levels)) if stop.agreed else "not agreed"
    views = f"views: {stop.word.lower()}" if stop.word else ""
    moved = f"were {stop.was.lower()} before" if stop.was else ""
    return ", ".join(filter(None, [level, views, moved, "" if stop.alike else NOT_ALIKE]))


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
    return in_words(judgement, place.past.edition.levels) if judgement else "not agreed"
