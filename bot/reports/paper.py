"""Marks on a sheet of paper, in pixels from its top left corner, and the PNG they make. Only this knows matplotlib."""

import gc
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patches import Circle, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D

WIDTH = 1080
_DPI = 72  # a point is a pixel then, for type as for lines


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; `y` is its baseline, `x` its left end or its middle."""

    x: float
    y: float
    text: str
    size: int
    colour: str
    bold: bool = False
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle around a point."""

    x: float
    y: float
    radius: float
    colour: str


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle below and to the right of a point."""

    x: float
    y: float
    width: float
    height: float
    colour: str


Mark = Words | Dot | Box


@dataclass(frozen=True, slots=True)
class Strip:
    """Marks across the whole width, placed from the strip's own top."""

    height: float
    marks: tuple[Mark, ...] = ()


def stack(strips: Iterable[Strip]) -> Strip:
    """One strip under the other."""
    marks: list[Mark] = []
    top = 0.0
    for strip in strips:
        marks += [replace(mark, y=top + mark.y) for mark in strip.marks]
        top += strip.height
    return Strip(top, tuple(marks))


def breadth(text: str, size: int, *, bold: bool = False) -> float:
    """How wide a line of text is."""
    return float(text_to_path.get_text_width_height_descent(text, _font(size, bold=bold), ismath=False)[0])


def wrap(text: str, size: int, room: float, *, bold: bool = False) -> tuple[str, ...]:
    """The text in as few lines as the room takes, evenly filled; only a word too wide for a line is broken."""
    words = [piece for word in _words(text) for piece in _broken(word, size, room, bold=bold)]
    sized = [(word, breadth(word, size, bold=bold)) for word in words]
    space = breadth(" ", size, bold=bold)
    widest = max((width for _, width in sized), default=0)
    lines = _filled(sized, space, room)
    while len(lines) > 1 and (room := room * 0.95) >= widest:
        evener = _filled(sized, space, room)
        if len(evener) > len(lines):
            break
        lines = evener
    return tuple(" ".join(line) for line in lines)


def png(sheet: Strip) -> bytes:
    """Paint the sheet. The same marks make the same bytes: nothing of the time, the machine or the program is in it."""
    content = _painted(sheet)
    gc.collect()  # a figure is a knot of cycles that hold megabytes of pixels: they go now, not some time later
    return content


def _painted(sheet: Strip) -> bytes:
    height = round(sheet.height)
    figure = Figure(figsize=(WIDTH / _DPI, height / _DPI), dpi=_DPI)
    downwards = Affine2D().translate(0, -height).scale(1, -1)
    for mark in sheet.marks:
        artist = _artist(mark)
        artist.set_transform(downwards)
        figure.add_artist(artist)
    content = BytesIO()
    FigureCanvasAgg(figure).print_figure(
        content, dpi=_DPI, facecolor="white", format="png", metadata={"Software": None}
    )
    return content.getvalue()


def _artist(mark: Mark) -> Artist:
    match mark:
        case Dot():
            return Circle((mark.x, mark.y), mark.radius, facecolor=mark.colour, linewidth=0)
        case Box():
            return Rectangle((mark.x, mark.y), mark.width, mark.height, facecolor=mark.colour, linewidth=0)
        case Words():
            return Text(
                mark.x,
                mark.y,
                mark.text,
                color=mark.colour,
                fontproperties=_font(mark.size, bold=mark.bold),
                horizontalalignment="center" if mark.centred else "left",
                parse_math=False,  # a dollar in a name is a dollar
            )


@cache
def _font(size: int, *, bold: bool) -> FontProperties:
    """DejaVu Sans as it ships with matplotlib, whatever fonts the machine has."""
    name = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return FontProperties(fname=Path(mpl.get_data_path(), "fonts", "ttf", name), size=size)


def _words(text: str) -> list[str]:
    """What a line may be broken between; a no-break space holds."""
    return [word for word in re.split(r"[ \n]+", text) if word]


def _broken(word: str, size: int, room: float, *, bold: bool) -> list[str]:
    """A word in pieces that fit; nearly always one."""
    if breadth(word, size, bold=bold) <= room:
        return [word]
    pieces = [""]
    for letter in word:
        if pieces[-1] and breadth(pieces[-1] + letter, size, bold=bold) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _filled(sized: Iterable[tuple[str, float]], space: float, room: float) -> list[list[str]]:
    """Words with their widths in lines, each as full as it gets."""
    lines: list[list[str]] = []
    used = 0.0
    for word, width in sized:
        if lines and used + space + width <= room:
            lines[-1].append(word)
            used += space + width
        else:
            lines.append([word])
            used = width
    return lines
