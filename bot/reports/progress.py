"""The progress picture: the agreed level of each sub-domain in the last rounds that may be compared, on its scale."""

from collections.abc import Sequence

from bot.limits import LIMITS, shorten
from bot.reports.layout import BLUE, DARK, GREY, INK, MARGIN, SHADE, TITLE, TRACK, columns
from bot.reports.map import Picture
from bot.reports.paper import WIDTH, Box, Dot, Mark, Strip, Words, png, stack, wrap
from flows.course import Course, Stop
from flows.judgement import in_words

MOST_ROWS = 8
NAME, SMALL = 40, 32
LANE = 84
BEFORE, NOW = 15, 26
"""The radii of where it was and where it is: told apart by size where colour is not."""
THICK = 8


def draw(found: Sequence[Course], place: str) -> tuple[Picture, ...]:
    """The picture, in as many images as it takes; none where no two rounds may be compared."""
    rows = [one for one in found if len(one.comparable) > 1]
    pages = [rows[at : at + MOST_ROWS] for at in range(0, len(rows), MOST_ROWS)]
    return tuple(
        Picture(
            png(_sheet(page, place, number, len(pages))),
            shorten(alt(page, place), LIMITS["image.alt_text.max"]),
            f"progress-{number}.png",
        )
        for number, page in enumerate(pages, start=1)
    )


def alt(page: Sequence[Course], place: str) -> str:
    """The whole image in words."""
    return " ".join([f"Agreed levels in {place}, by round.", *(f"{one.subdomain.name}: {moved(one)}." for one in page)])


def moved(course: Course) -> str:
    """The two newest comparable rounds in words: "Developing, now Maturing"."""
    then, now = (_level(stop) for stop in course.comparable[-2:])
    return f"still {now}" if then == now else f"{then}, now {now}"


def _level(stop: Stop) -> str:
    return in_words(stop.agreed, stop.past.edition.levels) if stop.agreed else ""


def _sheet(page: Sequence[Course], place: str, number: int, of: int) -> Strip:
    label = f"Agreed levels in {place}" + (f", image {number} of {of}" if of > 1 else "")
    levels = page[0].comparable[-1].past.edition.levels
    return stack(
        [
            Strip(24),
            *_lines(label, TITLE, INK, bold=True),
            Strip(16),
            *_shaded([_row(one) for one in page], levels),
            Strip(20),
            *_lines("The large dot is the newest round, the small one the round before it.", SMALL, GREY),
            *_lines("Only levels agreed in the same words and scope stand here.", SMALL, GREY),
            Strip(24),
        ]
    )


def _shaded(rows: Sequence[Strip], levels: Sequence[str]) -> list[Strip]:
    """Every second row on a shade; above them the numbers of the levels, which the words below spell out."""
    key = ", ".join(f"{number} {name}" for number, name in enumerate(levels, start=1))
    shaded = [
        Strip(row.height, ((Box(0, 0, WIDTH, row.height, SHADE),) if at % 2 else ()) + row.marks)
        for at, row in enumerate(rows)
    ]
    numbers = [
        Words(x, SMALL, str(number), SMALL, GREY, centred=True)
        for number, x in enumerate(columns(len(levels)), start=1)
    ]
    return [*_lines(key, SMALL, GREY), Strip(8), Strip(SMALL + 16, tuple(numbers)), *shaded]


def _row(course: Course) -> Strip:
    """The name, what has moved in words, and the two dots on the scale."""
    return stack(
        [
            Strip(14),
            *_lines(course.subdomain.name, NAME, INK),
            *_lines(moved(course), SMALL, GREY),
            _lane(course),
        ]
    )


def _lane(course: Course) -> Strip:
    then, now = course.comparable[-2:]
    places = columns(len(now.past.edition.levels))
    before, after = _x(then, places), _x(now, places)
    marks: list[Mark] = [Box(places[0], LANE / 2 - 1.5, places[-1] - places[0], 3, TRACK)]
    if before != after:
        marks += [
            Box(min(before, after), LANE / 2 - THICK / 2, abs(after - before), THICK, BLUE),
            Dot(before, LANE / 2, BEFORE, BLUE),
        ]
    return Strip(LANE, (*marks, Dot(after, LANE / 2, NOW, DARK)))


def _x(stop: Stop, places: Sequence[float]) -> float:
    """Where a level stands; a leaning one half-way to the next."""
    position = stop.agreed.position if stop.agreed else None
    step = (places[-1] - places[0]) / (len(places) - 1)
    return places[0] + step * float((position or 1) - 1)


def _lines(text: str, size: int, colour: str, *, bold: bool = False) -> list[Strip]:
    """A paragraph, wrapped to the right margin."""
    height = round(size * 1.25)
    return [
        Strip(height, (Words(MARGIN, size, line, size, colour, bold),))
        for line in wrap(text, size, WIDTH - 2 * MARGIN, bold=bold)
    ]
