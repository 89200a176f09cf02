"""What follows an answer waits until the answer is out, in its order, and belongs to the same interaction."""

import pytest
import structlog

from bot import afterwards, traces


def test_where_no_answer_is_under_way_it_is_done_at_once() -> None:
    done: list[str] = []
    afterwards.after(lambda: done.append("drawn"))
    assert done == ["drawn"]


def test_it_waits_for_the_answer_and_keeps_its_order() -> None:
    done: list[str] = []
    with afterwards.put_off() as rest:
        afterwards.after(lambda: done.append("drawn"))
        afterwards.after(lambda: done.append("logged"))
        done.append("answered")
    assert done == ["answered"]
    rest()
    assert done == ["answered", "drawn", "logged"]


def test_what_follows_an_answer_within_another_follows_both() -> None:
    done: list[str] = []
    with afterwards.put_off() as outer:
        with afterwards.put_off() as inner:
            afterwards.after(lambda: done.append("drawn"))
        afterwards.after(inner)
        done.append("sent")
    outer()
    assert done == ["sent", "drawn"]


def test_what_is_asked_for_while_the_rest_is_done_is_not_forgotten() -> None:
    done: list[str] = []
    with afterwards.put_off() as rest:
        afterwards.after(lambda: afterwards.after(lambda: done.append("drawn again")))
        rest()
        afterwards.after(lambda: done.append("drawn late"))
    assert done == ["drawn again", "drawn late"]


def test_it_is_logged_under_the_same_interaction() -> None:
    seen: list[object] = []

    def note() -> None:
        seen.append(structlog.contextvars.get_contextvars().get("interaction"))

    with traces.one_interaction():
        note()
        with afterwards.put_off() as rest:
            afterwards.after(note)
    rest()
    assert seen[0] is not None
    assert seen == [seen[0], seen[0]]


def test_an_answer_that_fails_has_no_rest() -> None:
    done: list[str] = []

    def fails() -> None:
        afterwards.after(lambda: done.append("drawn"))
        raise LookupError

    with pytest.raises(LookupError), afterwards.put_off():
        fails()
    afterwards.after(lambda: done.append("next"))
    assert done == ["next"]
