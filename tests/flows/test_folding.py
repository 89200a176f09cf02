"""Text as the eye takes it in: whatever its letters are drawn with, a name is the same name (rule T2, attack A15)."""

import pytest

from flows.naming import Names
from flows.screening import Kind, screen


def names_nobody_else(name: str, text: str) -> bool:
    """Whether a text names just this member, and holds nothing that is blocked for its script alone."""
    return {hit.kind for hit in screen(f"Ask {text} now", Names((), (name,)))} == {Kind.MEMBER}


SIGNS = "Lou/L0u Lil/L1l Liza/Li2a Eve/Ev3 Ada/4da Gus/Gu5 Peg/Pe6 Kit/Ki7 Abi/A8i Meg/Me9 Zan/Z@n Josh/Jo$h Phil/Ph!l"
DRAWN = "Olga/O|ga Olga/0|ga Lila/Li|4 Zed/Z€d Oday/O'D@y Lila/Iiia Owen/Ovven Owen/Ovvens Tam/Tarn"


@pytest.mark.parametrize("pair", [*SIGNS.split(), *DRAWN.split()])
def test_a_sign_that_looks_like_a_letter_is_read_as_one_a15(pair: str) -> None:
    assert names_nobody_else(*pair.split("/"))


STROKES = (
    "Bał/Bal Bøa/Boa Đan/Dan Guðr/Gudr Ħal/Hal Aŧa/Ata Y\u0131l/Yil Aȷa/Aja Aŋa/Ana Aĸa/Aka Ælf/Aelf Œda/Oeda Þor/Thor"
)
FANCY = "Weiß/Weiss \u2122om/TMom \U0001d413\U0001d428\U0001d426/Tom"
A_TO_Z = " ".join(f"{chr(a)}{chr(a + 25)}{chr(a)}/Aza" for a in (0x1F150, 0x1F170, 0x1F1E6))  # circles, squares, flags


@pytest.mark.parametrize("pair", [*STROKES.split(), *FANCY.split(), *A_TO_Z.split()])
def test_a_letter_is_read_as_the_plain_one_whichever_side_writes_it_so_a15(pair: str) -> None:
    name, plain = pair.split("/")
    assert names_nobody_else(name, plain)
    assert names_nobody_else(plain, name)


APOSTROPHES = "'\u2018\u2019\u201a\u201b\u2032\u02b9\u02bb\u02bc\u02bd\u00b4`\uff07"


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_an_apostrophe_is_one_however_it_is_drawn_a15(sign: str) -> None:
    assert names_nobody_else(f"O{sign}Day Lomax", "Oday")
    assert Kind.SELF in {hit.kind for hit in screen(f"From the council{sign}s view it works.", Names(()))}


def test_a_plural_is_no_other_name_a15() -> None:
    assert names_nobody_else("Winslows", "winslow")
    assert names_nobody_else("Toms", "tom's")


def test_an_apostrophe_is_no_letter_a15() -> None:
    assert names_nobody_else("Dara", "D'ara")
