"""What a log tells of a bug: its kind and the way to it, no word and no variable."""

import json
import subprocess
import sys

from structlog.testing import capture_logs

from bot import interactions, traces
from bot.interactions import Interaction


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


TOLD = """
import logging
import structlog
from bot import traces
from bot.interactions import Interaction
traces.to_lines()
with traces.one_interaction():
    traces.answered(Interaction("command", "/maturity", 200, 0.0123))
    structlog.get_logger().warning("screen not drawn", error="gone")
structlog.get_logger().debug("nobody reads this")
try:
    raise ValueError("canary")
except ValueError:
    logging.getLogger("some.library").exception("it broke")
logging.getLogger("slack_sdk.web.base_client").error("Failed: canary")
"""


def test_logs_are_one_json_object_a_line_and_an_interaction_has_one_id() -> None:
    done = subprocess.run([sys.executable, "-c", TOLD], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    answered, drawn, broke = map(json.loads, done.stderr.splitlines())
    assert (answered["event"], answered["kind"], answered["ms"]) == ("answered", "command", 12)
    assert answered["interaction"] == drawn["interaction"]
    assert drawn["at"].endswith("Z")
    assert (broke["event"], broke["kind"], "interaction" in broke) == ("it broke", "ValueError", False)
    assert "canary" not in done.stderr + done.stdout


def test_an_interaction_is_told_by_our_own_names_whatever_a_payload_says() -> None:
    pressed = {"type": "block_actions", "actions": [{"action_id": "choose_level", "value": "canary"}]}
    forged = {"type": "canary", "actions": [{"action_id": "canary"}], "user": {"id": "canary"}}
    assert interactions.seen(pressed, 200, 0.1) == Interaction("block_actions", "choose_level", 200, 0.1)
    assert "canary" not in str(interactions.seen(forged, 500, 0.1))
    assert interactions.seen({"event": {"type": ["canary"]}}, 404, 0.1).outcome == "not understood"
