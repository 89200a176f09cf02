"""Judgements: what they are, where they stand, and how people say them."""

from fractions import Fraction

import pytest

from flows.judgement import Judgement, Kind, in_words

LEVELS = ("Starting", "Progressing", "Achieving", "Excelling")


@pytest.mark.parametrize(
    ("judgement", "words", "position"),
    [
        (Judgement.of(1), "Starting", Fraction(1)),
        (Judgement.of(2, leaning=True), "Progressing, leaning to Achieving", Fraction(5, 2)),
        (Judgement.of(4), "Excelling", Fraction(4)),
        (Judgement(Kind.NOT_YET), "Not yet at Starting", Fraction(1)),
        (Judgement(Kind.CANNOT_ASSESS), "Cannot assess", None),
        (Judgement(Kind.NOT_RELEVANT), "Not relevant here", None),
        (Judgement(Kind.NOT_YET_RELEVANT), "Not yet relevant", None),
    ],
)
def test_a_judgement_has_words_and_perhaps_a_position(
    judgement: Judgement, words: str, position: Fraction | None
) -> None:
    assert (in_words(judgement, LEVELS), judgement.position) == (words, position)


@pytest.mark.parametrize(
    ("kind", "level", "leaning"),
    [(Kind.LEVEL, None, False), (Kind.NOT_YET, 1, False), (Kind.CANNOT_ASSESS, None, True)],
)
def test_a_judgement_that_makes_no_sense_cannot_be_made(kind: Kind, level: int | None, *, leaning: bool) -> None:
    with pytest.raises(ValueError, match="level"):
        Judgement(kind, level, leaning)
