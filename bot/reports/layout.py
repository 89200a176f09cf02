"""What stands where on one picture of the discussion map: rows, words and dots, from what may be shown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.reports.paper import WIDTH, Box, Dot, Mark, Strip, Words, breadth, stack, wrap
from flows.disclosure import Band, Shown, Word
from flows.plain_words import FLAGS

TITLE, SUBTITLE, HEADING, NAME, SMALL = 54, 36, 38, 40, 32
"""Sizes of type; on a phone, where the picture is 375 pixels wide, the smallest is still 11."""
MARGIN, INDENT = 40, 112
FIRST, LAST = 190, WIDTH - 140
"""Where the lowest and the highest level stand."""

INK, GREY, RUST = "#1a1a1a", "#505050", "#8a3300"
DARK, BLUE = "#0a2f6b", "#4b8bc8"
SHADE, RULE, TRACK = "#edf1f6", "#1a1a1a", "#c3c8d0"

LARGE, MEDIUM = 36, 20
"""The radii of *half or more* and *some*: told apart by size where colour is not."""
DASH = (22, 7)
LANE = 2 * LARGE + 18
"""The height that dots take."""

SETTLED, TOO_FEW = "Within one level, confirm quickly", "Not enough answers to show"
BULLET = "•"
FEW_AWAY = "most within one level, a few further away"
PROTECTED = "Exact counts are left out to protect each organisation's answer."
REACH = {Band.HALF: LARGE, Band.SOME: MEDIUM, Band.FEW: DASH[0] / 2}
LEGEND = {Band.HALF: "half or more", Band.SOME: "some (2 or more)", Band.FEW: "none or one"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One sub-domain by its display name; `place` is its number in the suggested order, if it is to be discussed."""

    name: str
    shown: Shown
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """What one picture holds: the title (of the first) or a label, an opening, and rows from top to bottom."""

    label: str
    title: str
    opening: tuple[str, ...]
    entries: tuple[Entry, ...]

    @property
    def ranked(self) -> tuple[Entry, ...]:
        """To discuss."""
        return tuple(one for one in self.entries if one.place is not None)

    @property
    def settled(self) -> tuple[Entry, ...]:
        """To confirm quickly."""
        return tuple(one for one in self.entries if one.place is None and one.shown.word is not None)

    @property
    def too_few(self) -> tuple[Entry, ...]:
        """Named, and nothing else."""
        return tuple(one for one in self.entries if one.shown.word is None)

    @property
    def banded(self) -> bool:
        """Whether any row has dots."""
        return any(one.shown.bands for one in self.entries)


def sheet(page: Page, levels: Sequence[str]) -> Strip:
    """One picture, from its title down to the small print."""
    sections = ((SETTLED, page.settled), (TOO_FEW, page.too_few))
    return stack(
        [
            _heading(page),
            *([_scale(levels) if page.banded else _rule()] if page.ranked else []),
            *_shaded([_row(one, levels) for one in page.ranked]),
            *(strip for title, entries in sections if entries for strip in _section(title, entries, levels)),
            _gap(20),
            *([_legend()] if page.banded else []),
            _lines([PROTECTED], SMALL, GREY),
            _gap(24),
        ]
    )


def _heading(page: Page) -> Strip:
    first = _lines([page.title], TITLE, INK, bold=True) if page.title else _lines([page.label], HEADING, INK, bold=True)
    return stack([_gap(28), first, _gap(6), _lines(page.opening, SUBTITLE, GREY), _gap(20)])


def _gap(height: float) -> Strip:
    return Strip(height)


def _section(title: str, entries: Sequence[Entry], levels: Sequence[str]) -> Iterator[Strip]:
    yield stack([_gap(28), _lines([title], HEADING, INK, bold=True), _gap(8), _rule()])
    yield from _shaded([_row(one, levels) for one in entries])


def _rule() -> Strip:
    return Strip(2, (Box(MARGIN, 0, WIDTH - 2 * MARGIN, 2, RULE),))


def _shaded(rows: Sequence[Strip]) -> Iterator[Strip]:
    """Every second row on a shade, from edge to edge."""
    for index, row in enumerate(rows):
        shade = (Box(0, 0, WIDTH, row.height, SHADE),) if index % 2 else ()
        yield Strip(row.height, (*shade, *row.marks))


def _row(entry: Entry, levels: Sequence[str]) -> Strip:
    """A number, a name, the public word and what goes with it; below them the dots, where they may be shown."""
    shown = entry.shown
    parts = [_gap(18), _lines([entry.name], NAME, INK, INDENT), _lines([_said(shown, levels)], SMALL, GREY, INDENT)]
    parts += [_lines([flag], SMALL, RUST, INDENT) for flag in flags(shown)]
    row = stack([*parts, *([_lane(shown.bands), _gap(4)] if shown.bands else [_gap(18)])])
    sign = BULLET if entry.place is None else str(entry.place)
    number = Words((MARGIN + INDENT - 16) / 2, 18 + NAME, sign, NAME, GREY, bold=True, centred=True)
    return Strip(row.height, (number, *row.marks))


def _said(shown: Shown, levels: Sequence[str]) -> str:
    """The word, or the middle view of those together, whose heading says the word; and what it was."""
    said = [f"middle view {middle(shown, levels)}"] if shown.middle else []
    if shown.word not in (None, Word.TOGETHER):
        said = [shown.word.lower() + (f": {FEW_AWAY}" if shown.word is Word.MOSTLY_TOGETHER else "")]
    return "; ".join([*said, *since(shown)])


def middle(shown: Shown, levels: Sequence[str]) -> str:
    """The middle view: a level, or two with "to" between."""
    return " to ".join(dict.fromkeys(levels[end - 1] for end in shown.middle or ()))


def since(shown: Shown) -> list[str]:
    """What the word was in the round before, where it may be said."""
    return [f"was {shown.was.lower()} last round"] if shown.was else []


def flags(shown: Shown) -> list[str]:
    """What three or more said besides."""
    return [FLAGS[flag] for flag in shown.flags]


def _lane(bands: Sequence[Band]) -> Strip:
    """One dot or dash for each level, on the line that joins them."""
    places = columns(len(bands))
    track = Box(places[0], LANE / 2 - 1.5, places[-1] - places[0], 3, TRACK)
    return Strip(LANE, (track, *(_sign(band, x, LANE / 2) for band, x in zip(bands, places, strict=True))))


def _sign(band: Band, x: float, y: float) -> Mark:
    match band:
        case Band.HALF:
            return Dot(x, y, LARGE, DARK)
        case Band.SOME:
            return Dot(x, y, MEDIUM, BLUE)
        case Band.FEW:
            return Box(x - DASH[0] / 2, y - DASH[1] / 2, *DASH, GREY)


def columns(levels: int) -> list[float]:
    """Where the levels stand, from the lowest to the highest."""
    return [FIRST + (LAST - FIRST) * level / (levels - 1) for level in range(levels)]


def _scale(levels: Sequence[str]) -> Strip:
    """The names of the levels above their columns; numbers and a key where the names are too long for that."""
    places = columns(len(levels))
    room = min(places[1] - places[0] - 20, 2 * (WIDTH - LAST - 12))
    if all(breadth(word, SMALL) <= room for level in levels for word in level.split()):
        return stack([_columns([wrap(level, SMALL, room) for level in levels], places), _gap(12), _rule()])
    numbers = [str(number) for number, _ in enumerate(levels, start=1)]
    key = ", ".join(f"{number}\N{NO-BREAK SPACE}{level}" for number, level in zip(numbers, levels, strict=True))
    spelled, short = _lines([key], SMALL, INK), _columns([(one,) for one in numbers], places)
    return stack([spelled, _gap(16), short, _gap(12), _rule()])


def _columns(names: Sequence[Sequence[str]], places: Sequence[float]) -> Strip:
    """Each name centred on its column and standing on the lowest line."""
    tallest = max(map(len, names))
    marks = [
        Words(x, _leading(SMALL) * (tallest - len(lines) + index) + SMALL, line, SMALL, INK, centred=True)
        for lines, x in zip(names, places, strict=True)
        for index, line in enumerate(lines)
    ]
    return Strip(_leading(SMALL) * tallest, tuple(marks))


def _legend() -> Strip:
    """What the signs mean, in as many lines as they need."""
    marks: list[Mark] = []
    x, y = float(MARGIN), LANE / 2
    for band, meaning in LEGEND.items():
        radius, room = REACH[band], breadth(meaning, SMALL)
        if x + 2 * radius + 14 + room > WIDTH - MARGIN:
            x, y = MARGIN, y + LANE
        marks += [_sign(band, x + radius, y), Words(x + 2 * radius + 14, y + SMALL * 0.36, meaning, SMALL, INK)]
        x += 2 * radius + 14 + room + 30
    return Strip(y + LANE / 2 + 8, tuple(marks))


def _lines(texts: Sequence[str], size: int, colour: str, left: int = MARGIN, *, bold: bool = False) -> Strip:
    """Paragraphs, wrapped to the right margin."""
    lines = [line for text in texts for line in wrap(text, size, WIDTH - MARGIN - left, bold=bold)]
    marks = [Words(left, _leading(size) * at + size, line, size, colour, bold) for at, line in enumerate(lines)]
    return Strip(_leading(size) * len(lines), tuple(marks))


def _leading(size: int) -> int:
    """From one baseline to the next."""
    return round(size * 1.25)
