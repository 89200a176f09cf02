"""The discussion map: the picture of what may be shown of a round, drawn from the disclosure and nothing else."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.limits import LIMITS, shorten
from bot.reports import layout
from bot.reports.layout import SETTLED, TOO_FEW, Entry, Page
from bot.reports.paper import png
from flows import plain_words
from flows.disclosure import Disclosure

MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Picture:
    """One image; `alt` says all that is on it, `name` nothing that comes from answers."""

    png: bytes
    alt: str
    name: str


def draw(disclosure: Disclosure, levels: Sequence[str], name: Callable[[str], str] = str) -> tuple[Picture, ...]:
    """The map, in as many images as it takes; none where there is no level to show and words say it all.

    `levels` are the names of the levels, lowest first; `name` gives a sub-domain's display name.
    """
    if not any(one.bands or one.middle for one in disclosure.rows):
        return ()
    longest = LIMITS["image.alt_text.max"]
    return tuple(
        Picture(png(layout.sheet(page, levels)), shorten(alt(page, levels), longest), f"discussion-map-{number}.png")
        for number, page in enumerate(pages(disclosure, levels, name), start=1)
    )


def pages(disclosure: Disclosure, levels: Sequence[str], name: Callable[[str], str]) -> tuple[Page, ...]:
    """As many rows on each as let its alt text say everything within Slack's limit, and no more than eight."""
    ranked = [Entry(name(one.id), one, place) for place, one in enumerate(disclosure.discuss, start=1)]
    listed = [Entry(name(one.id), one) for one in (*disclosure.together, *disclosure.too_few)]
    paged: tuple[Page, ...] = ()
    for most in range(MOST_ROWS, 0, -1):
        chunks = _chunks(ranked, listed, most)
        paged = tuple(_page(disclosure, chunk, number, len(chunks)) for number, chunk in enumerate(chunks, start=1))
        if all(len(alt(page, levels)) <= LIMITS["image.alt_text.max"] for page in paged):
            break
    return paged


def alt(page: Page, levels: Sequence[str]) -> str:
    """The whole image in words."""
    parts = [" ".join(f"{one.place}. {one.name}: {plain_words.words(one.shown, levels)}." for one in page.ranked)]
    if page.settled:
        parts.append(f"{SETTLED}: {'; '.join(_settled(one, levels) for one in page.settled)}.")
    if page.too_few:
        parts.append(f"{TOO_FEW}: {'; '.join(one.name for one in page.too_few)}.")
    return " ".join([f"{page.label}.", *page.opening, *filter(None, parts)])


def _chunks(ranked: Sequence[Entry], listed: Sequence[Entry], most: int) -> list[tuple[Entry, ...]]:
    """All in one if it fits; else what is to discuss and what is only listed apart, each in even parts."""
    if len(ranked) + len(listed) <= most:
        return [(*ranked, *listed)]
    return [*_evenly(ranked, most), *_evenly(listed, most)]


def _evenly(entries: Sequence[Entry], most: int) -> Iterator[tuple[Entry, ...]]:
    parts = -(-len(entries) // most)
    for part in range(parts):
        yield tuple(entries[len(entries) * part // parts : len(entries) * (part + 1) // parts])


def _page(disclosure: Disclosure, entries: tuple[Entry, ...], number: int, of: int) -> Page:
    """The first carries the title and who took part; each of several says which it is."""
    label = f"Discussion map, image {number} of {of}" if of > 1 else "Discussion map"
    title = "Where our views differ most" if disclosure.discuss else "Our views are close together"
    taken = f"{disclosure.contributors} organisations answered, {len(disclosure.rows)} sub-domains."
    order = "Suggested order to discuss:" if entries[0].place == 1 else "Suggested order, continued:"
    opening = [*([taken] if number == 1 else []), *([order] if entries[0].place else [])]
    return Page(label, title if number == 1 else "", tuple(opening), entries)


def _settled(entry: Entry, levels: Sequence[str]) -> str:
    """A settled row in words: its name, and behind it its middle view and its flags."""
    view = f" ({layout.middle(entry.shown, levels)})" if entry.shown.middle else ""
    return ", ".join([f"{entry.name}{view}", *layout.since(entry.shown), *layout.flags(entry.shown)])
