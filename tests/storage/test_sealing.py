"""What a round's key does: pseudonyms, and seals that hold at one place only."""

import hmac
from hashlib import sha256

import pytest

from storage.sealing import BrokenSeal, RoundKey

KEY, OTHER = RoundKey.new(), RoundKey.new()
SHORT, LONG = '{"kind":"cannot_assess"}', '{"kind":"level","level":2,"evidence":"' + "x" * 800 + '"}'


def test_i1_a_pseudonym_is_a_keyed_hash_of_the_name() -> None:
    assert KEY.pseudonym("walk", "fernhill") == hmac.new(KEY.names, b"walk\0fernhill", sha256).hexdigest()


def test_i3_the_same_organisation_has_another_pseudonym_in_every_round() -> None:
    assert KEY.pseudonym("walk", "fernhill") != OTHER.pseudonym("walk", "fernhill")


def test_a_pseudonym_is_for_one_use_and_joins_no_other() -> None:
    assert KEY.pseudonym("walk", "fernhill") != KEY.pseudonym("answers", "fernhill")


def test_who_has_the_key_and_the_names_finds_whose_it_is() -> None:
    kept = KEY.pseudonym("walk", "fernhill")
    assert (OTHER.revealed("walk", kept, ["fernhill"]), KEY.revealed("walk", kept, ["fernhill"])) == (None, "fernhill")


@pytest.mark.parametrize("text", ["", SHORT, LONG, "x" * 1024, "\ud800 half a pair"])
def test_what_was_sealed_opens_at_its_place(text: str) -> None:
    assert KEY.unseal(KEY.seal(text, "here"), "here") == text


def test_i1_it_opens_at_no_other_place() -> None:
    with pytest.raises(BrokenSeal):
        KEY.unseal(KEY.seal(SHORT, "here"), "there")


def test_i1_it_opens_with_no_other_key() -> None:
    with pytest.raises(BrokenSeal):
        OTHER.unseal(KEY.seal(SHORT, "here"), "here")


def test_what_was_changed_does_not_open() -> None:
    sealed = bytearray(KEY.seal(SHORT, "here"))
    sealed[-1] ^= 1
    with pytest.raises(BrokenSeal):
        KEY.unseal(bytes(sealed), "here")


def test_the_same_text_is_sealed_differently_every_time() -> None:
    assert KEY.seal(SHORT, "here") != KEY.seal(SHORT, "here")


def test_the_length_does_not_tell_what_kind_of_answer_it_is() -> None:
    assert len(KEY.seal(SHORT, "here")) == len(KEY.seal(LONG, "here"))
