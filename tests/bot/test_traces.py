"""What a log tells of a bug: its kind and the way to it, no word and no variable."""

from structlog.testing import capture_logs

from bot import traces


def fails(words: str) -> None:
    raise ValueError(words)


def failed(words: str) -> ValueError:
    try:
        fails(words)
    except ValueError as error:
        return error
    raise AssertionError


def test_a_bug_is_logged_by_its_kind_and_the_way_to_it() -> None:
    with capture_logs() as logs:
        traces.bug("something failed", failed("canary"), reference="ab12")
    assert [(one["event"], one["kind"], one["reference"]) for one in logs] == [
        ("something failed", "ValueError", "ab12")
    ]
    assert logs[0]["way"].split(" > ")[-1].endswith(" fails")
    assert "canary" not in str(logs)


def test_an_error_that_was_never_raised_has_no_way() -> None:
    assert traces.way(ValueError()) == ""
