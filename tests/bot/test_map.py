"""The discussion map: what is on it, what can never be on it, and what it costs."""

import gc
import struct
import time
from collections import defaultdict
from collections.abc import Hashable, Iterator
from io import BytesIO
from itertools import pairwise
from mmap import PAGESIZE
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from matplotlib.image import imread

from bot.limits import LIMITS
from bot.reports import layout, paper
from bot.reports import map as maps
from bot.reports.map import draw
from bot.reports.paper import Box, Dot, Strip, Words
from flows.disclosure import Band, Disclosure, Flag, Row, Shown, Snapshot, Word, disclose
from flows.divergence import Ballot
from flows.exposure import WHOLE, Counts, by_the_rules, histograms
from flows.judgement import Judgement
from frameworks import catalog
from tests.flows.ballots import LEVELS, cells, snapshot

RESIDENT = Path("/proc/self/statm")
PHONE = 375
FEW, SOME, HALF = Band.FEW, Band.SOME, Band.HALF
CAMPS = Shown("Shared clinical risk", Word.TWO_CAMPS, (SOME, FEW, FEW, HALF))
SPREAD = Shown("Shared accountability", Word.SPREAD_OUT, (SOME, SOME, SOME, FEW), flags=(Flag.NO_EVIDENCE,))
MOSTLY = Shown("Parity of voice", Word.MOSTLY_TOGETHER)
TOGETHER = Shown("Digital optimisation", Word.TOGETHER, middle=(1, 2), flags=(Flag.COULD_NOT_ASSESS,))
TOO_FEW = Shown("Neighbourhood infrastructure")
LONG = "Integrated intermediate care with a 'Home First' approach"


def disclosed(discuss: int = 0, together: int = 0, too_few: int = 0) -> Disclosure:
    """So many rows of each part."""
    kinds = (CAMPS, SPREAD, MOSTLY)
    return Disclosure(
        contributors=9,
        discuss=tuple(kinds[row % 3] for row in range(discuss)),
        together=(TOGETHER,) * together,
        too_few=(TOO_FEW,) * too_few,
        overall=None,
    )


def sheets(disclosure: Disclosure, levels: tuple[str, ...] = LEVELS) -> list[Strip]:
    return [layout.sheet(page, levels) for page in maps.pages(disclosure, levels, str)]


def lines(sheet: Strip) -> list[Words]:
    return [mark for mark in sheet.marks if isinstance(mark, Words)]


def said(sheet: Strip) -> str:
    return " ".join(mark.text for mark in lines(sheet))


def chunks(png: bytes) -> Iterator[bytes]:
    """The kinds of a PNG's chunks."""
    at = 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8]
        at += 12 + length


def test_the_alt_text_says_all_there_is_in_order() -> None:
    (picture,) = draw(Disclosure(9, (CAMPS, SPREAD, MOSTLY), (TOGETHER,), (TOO_FEW,), None), LEVELS)
    assert picture.alt == (
        "Discussion map. 9 organisations answered, 5 sub-domains. Suggested order to discuss: "
        "1. Shared clinical risk: two camps, some at Emerging, half or more at Thriving. "
        "2. Shared accountability: spread out, some at Emerging, some at Developing, some at Maturing; "
        "3 or more gave no evidence. 3. Parity of voice: mostly together. "
        "Within one level, confirm quickly: Digital optimisation (Emerging to Developing), 3 or more could not assess. "
        "Not enough answers to show: Neighbourhood infrastructure."
    )


def test_every_row_stands_in_the_picture_with_its_word_and_flags() -> None:
    (sheet,) = sheets(Disclosure(9, (CAMPS, SPREAD, MOSTLY), (TOGETHER,), (TOO_FEW,), None))
    for words in (
        "1 Shared clinical risk two camps",
        "2 Shared accountability spread out 3 or more gave no evidence",
        "3 Parity of voice mostly together: most within one level, a few further away",
        "Within one level, confirm quickly",
        "Digital optimisation middle view Emerging to Developing 3 or more could not assess",
        "Not enough answers to show • Neighbourhood infrastructure",
        "half or more some (2 or more) none or one",
        "Exact counts are left out to protect each organisation's answer.",
    ):
        assert words in said(sheet)


def test_what_was_said_last_round_stands_in_picture_and_alt_text() -> None:
    shown = Disclosure(9, (CAMPS,), (Shown("x", Word.TOGETHER, middle=(1, 1), was=Word.TWO_CAMPS),), (), None)
    assert "middle view Emerging; was two camps last round" in said(sheets(shown)[0])
    assert "x (Emerging), was two camps last round" in draw(shown, LEVELS)[0].alt


def test_a_band_is_told_by_size_and_not_by_colour_alone() -> None:
    (sheet,) = sheets(Disclosure(9, (CAMPS,), (), (), None))
    radii = [mark.radius for mark in sheet.marks if isinstance(mark, Dot)]
    assert radii == [layout.MEDIUM, layout.LARGE, layout.LARGE, layout.MEDIUM]  # the row, then the legend
    assert layout.LARGE >= 1.5 * layout.MEDIUM


def test_dots_stand_below_the_names_of_their_levels() -> None:
    (sheet,) = sheets(Disclosure(9, (CAMPS,), (), (), None))
    named = {mark.text: mark.x for mark in lines(sheet) if mark.text in LEVELS}
    first, last = [mark.x for mark in sheet.marks if isinstance(mark, Dot)][:2]
    assert (first, last) == (named["Emerging"], named["Thriving"])


@pytest.mark.parametrize(
    ("rows", "images"),
    [((5, 2, 1), [8]), ((8, 0, 0), [8]), ((7, 5, 1), [7, 6]), ((9, 0, 0), [4, 5]), ((15, 19, 3), [7, 8, 7, 7, 8])],
)
def test_no_image_holds_more_than_eight_rows(rows: tuple[int, int, int], images: list[int]) -> None:
    assert [len(page.entries) for page in maps.pages(disclosed(*rows), LEVELS, str)] == images


def test_only_the_first_image_carries_the_title_and_each_says_which_it_is() -> None:
    first, second, third = draw(disclosed(9, 5), LEVELS)
    assert [one.name for one in (first, second, third)] == [f"discussion-map-{number}.png" for number in (1, 2, 3)]
    assert first.alt.startswith("Discussion map, image 1 of 3. 9 organisations answered")
    assert second.alt.startswith("Discussion map, image 2 of 3. Suggested order, continued: 5. ")
    assert third.alt.startswith("Discussion map, image 3 of 3. Within one level, confirm quickly: ")
    assert ["Where our views differ most" in said(sheet) for sheet in sheets(disclosed(9, 5))] == [True, False, False]


@pytest.mark.parametrize("levels", range(2, 10))
def test_long_words_make_more_images_rather_than_cut_an_alt_text(levels: int) -> None:
    names = tuple(f"{LONG} {level}" for level in range(levels))
    row = Shown(LONG * 2, Word.SPREAD_OUT, (SOME,) * levels, None, tuple(Flag), Word.MOSTLY_TOGETHER)
    pages = maps.pages(Disclosure(20, (row,) * 8, (), (), None), names, str)
    assert sum(len(page.entries) for page in pages) == 8
    assert all(len(maps.alt(page, names)) <= LIMITS["image.alt_text.max"] for page in pages)


def test_an_alt_text_that_no_split_can_help_is_shortened() -> None:
    (picture,) = draw(Disclosure(9, (CAMPS,), (), (), None), LEVELS, lambda _: "word " * 500)
    assert len(picture.alt) <= LIMITS["image.alt_text.max"]


@pytest.mark.parametrize("levels", range(2, 10))
@pytest.mark.parametrize("name", ["Developing", "Fully embedded practice", "x" * 80])
def test_nothing_leaves_the_page_or_is_too_small_for_a_phone(levels: int, name: str) -> None:
    row = Shown(f"{LONG} {'y' * 90}", Word.TWO_CAMPS, (HALF,) * levels, None, tuple(Flag), Word.SPREAD_OUT)
    for sheet in sheets(Disclosure(9, (row,) * 3, (TOGETHER,), (), None), (name,) * levels):
        for mark in lines(sheet):
            width = paper.breadth(mark.text, mark.size, bold=mark.bold)
            left = mark.x - width / 2 if mark.centred else mark.x
            assert left >= 0
            assert left + width <= paper.WIDTH
            assert mark.size * PHONE / paper.WIDTH >= 11


@pytest.mark.parametrize("levels", range(2, 10))
def test_names_of_levels_never_run_into_each_other(levels: int) -> None:
    (sheet,) = sheets(
        Disclosure(9, (Shown("x", Word.TWO_CAMPS, (SOME,) * levels),), (), (), None), ("Maturing",) * levels
    )
    heads = [mark for mark in lines(sheet) if mark.centred and mark.size == layout.SMALL]
    assert len(heads) == levels
    for one, other in pairwise(heads):
        reach = (paper.breadth(one.text, one.size) + paper.breadth(other.text, other.size)) / 2
        assert one.x + reach < other.x


@pytest.mark.parametrize("edition", [one.id for one in catalog.shipped()])
def test_the_shipped_frameworks_have_their_levels_above_the_columns(edition: str) -> None:
    levels = catalog.edition(edition).levels
    heads = [mark.text for mark in lines(sheets(Disclosure(9, (CAMPS,), (), (), None), levels)[0]) if mark.centred]
    assert heads[: len(levels)] == list(levels)


def test_a_line_is_broken_between_words_and_evenly() -> None:
    assert paper.wrap(LONG, 40, 900) == ("Integrated intermediate care", "with a 'Home First' approach")


@pytest.mark.parametrize("text", ["", "one", LONG * 5, "x" * 200, f"{'x' * 200} {LONG}", "a\nb"])
def test_wrapping_loses_no_letter_and_keeps_to_its_room(text: str) -> None:
    wrapped = paper.wrap(text, 32, 400)
    assert "".join(wrapped).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(paper.breadth(line, 32) <= 400 for line in wrapped)


def test_dollars_in_a_name_are_no_formula() -> None:
    """As a formula it would be one that cannot be read."""
    assert paper.png(Strip(90, (Words(20, 60, "$x^$", 40, "#000000"),)))


def test_boxes_and_dots_lie_where_they_are_put() -> None:
    png = paper.png(Strip(100, (Box(10, 20, 30, 40, "#000000"), Dot(500, 50, 20, "#000000"))))
    pixels = imread(BytesIO(png))
    assert pixels.shape == (100, paper.WIDTH, 4)
    assert [float(pixels[y, x, 0]) for x, y in ((11, 21), (38, 58), (500, 32), (482, 50))] == [0] * 4
    assert [float(pixels[y, x, 0]) for x, y in ((8, 21), (42, 58), (11, 62), (500, 28), (0, 99))] == [1] * 5


# What may be known from it


@pytest.mark.parametrize("n", [0, 1, 2, 4, 7])
def test_below_eight_there_is_no_picture_a6(n: int) -> None:
    for counts in histograms(n, WHOLE):
        assert draw(disclose(snapshot(cells(*counts[::2]) or "-")), LEVELS) == ()


def test_rows_below_the_threshold_are_words_beside_rows_above_it_a6() -> None:
    """A row of seven is drawn as one of eight would be if it had no levels to show; of two, nothing but its name."""
    shown = disclose(snapshot(cells(4, 0, 0, 4), cells(3, 0, 0, 4), cells(2)))
    assert [one.bands is None for one in shown.rows] == [False, True, True]
    (sheet,) = sheets(shown)
    assert len([mark for mark in sheet.marks if isinstance(mark, Dot)]) == 2 + 2  # of the row of eight, of the legend
    alt = draw(shown, LEVELS)[0].alt
    assert "2. b: two camps. Not enough answers to show: c." in alt


def _alike() -> list[list[Counts]]:
    """Sets of eight answers that are published alike, where there are several."""
    groups: defaultdict[Hashable, list[Counts]] = defaultdict(list)
    for counts in histograms(8):
        groups[by_the_rules(counts)].append(counts)
    return [group for group in groups.values() if len(group) > 1]


ALIKE = some.sampled_from(_alike()).flatmap(lambda group: some.tuples(*[some.sampled_from(group)] * 2))


def frozen(rows: list[Counts]) -> Snapshot:
    named = (
        Row.of(
            f"row {place}",
            {
                Ballot(Judgement.of(1 + step // 2, leaning=bool(step % 2)), evidence=True): count
                for step, count in enumerate(counts)
                if count
            },
        )
        for place, counts in enumerate(rows)
    )
    return Snapshot("an-edition", 4, 8, tuple(named))


@given(some.lists(ALIKE, min_size=1, max_size=5))
@settings(max_examples=12, deadline=None)
def test_answers_that_are_disclosed_alike_make_the_same_bytes_a23(pairs: list[tuple[Counts, Counts]]) -> None:
    one, other = (disclose(frozen([pair[side] for pair in pairs])) for side in (0, 1))
    assert draw(one, LEVELS) == draw(other, LEVELS)


def test_unanimity_makes_the_same_bytes_as_a_lone_other_voice_a7_a23() -> None:
    unanimous, lone = (draw(disclose(snapshot(row, cells(4, 0, 0, 5))), LEVELS) for row in (cells(9), cells(8, 1)))
    assert unanimous == lone


def test_another_disclosure_makes_another_picture() -> None:
    """So that the comparisons above can fail."""
    one, other = (draw(disclose(snapshot(row)), LEVELS) for row in (cells(4, 0, 0, 4), cells(5, 0, 0, 3)))
    assert one[0].png != other[0].png


def test_a_png_holds_pixels_and_their_size_and_no_words_a23() -> None:
    for picture in draw(disclosed(9, 5), LEVELS):
        assert set(chunks(picture.png)) == {b"IHDR", b"pHYs", b"IDAT", b"IEND"}


def test_the_file_names_say_nothing_of_the_answers_a23() -> None:
    one = [picture.name for picture in draw(disclosed(5, 2, 1), LEVELS)]
    other = [picture.name for picture in draw(disclosed(1, 7), LEVELS)]
    assert one == other == ["discussion-map-1.png"]


# What it costs


def test_a_picture_takes_less_than_a_second_after_the_first() -> None:
    """By the processor's clock: what else the machine does meanwhile is no matter of the picture's."""
    shown = disclosed(8)
    draw(shown, LEVELS)
    began = time.process_time()
    draw(shown, LEVELS)
    assert time.process_time() - began < 1


@pytest.mark.skipif(not RESIDENT.exists(), reason="only Linux tells how much memory a process holds")
def test_fifty_pictures_leave_the_memory_as_it_was() -> None:
    """The pixels alone are eight megabytes a picture; with collection off, one that is left lying about stays."""
    shown = disclosed(2)
    draw(shown, LEVELS)
    gc.disable()
    try:
        before = _megabytes()
        for _ in range(50):
            draw(shown, LEVELS)
        assert _megabytes() - before < 25
    finally:
        gc.enable()


def _megabytes() -> float:
    return int(RESIDENT.read_text().split()[1]) * PAGESIZE / 1e6
