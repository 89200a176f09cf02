"""What people are told when something is refused or goes wrong."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest
from structlog.testing import capture_logs

from bot import errors
from bot.boundary import CheckedApp, CheckedClient
from bot.carried import Forged
from bot.clock import system_clock
from bot.desk import Desk
from bot.screens import Screens
from flows.people import PartnershipId
from flows.refusal import Refusal, Refusals
from storage import audit
from storage.assessments import Stale
from storage.database import Database, Unavailable

FIELDS = [
    {"type": "input", "block_id": f"{name} sel", "element": {"type": "plain_text_input", "action_id": name}}
    for name in ("evidence", "comment")
]
WITH_FIELDS = {"type": "modal", "callback_id": "form", "blocks": [{"type": "divider"}, *FIELDS]}
WITHOUT_FIELDS = {"type": "modal", "callback_id": "form", "blocks": [{"type": "divider"}]}
COMMAND = {"command": "/maturity", "text": "start", "user_id": "U05MEGAN"}
REFUSALS = Refusals({"evidence": "Too long.", "comment": "Too rude."})


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with closing(Database(f"sqlite:///{tmp_path}/kept.db")) as database:
        yield Desk(database, system_clock, lambda: "id")


@pytest.fixture
def screens(desk: Desk, slack_client: CheckedClient) -> Iterator[Screens]:
    some = Screens(desk, slack_client)
    yield some
    some.stop()


def submission(view: dict[str, Any]) -> dict[str, Any]:
    return {"type": "view_submission", "user": {"id": "U05MEGAN"}, "view": view}


def told(desk: Desk, screens: Screens, client: CheckedClient, error: Exception, body: dict[str, Any]) -> dict[str, Any]:
    """What the acknowledgement says when a handler fails so."""
    app = CheckedApp(client=client, process_before_response=True, token_verification_enabled=False)
    errors.register(app, desk, screens)

    def fails() -> None:
        raise error

    app.view("form")(fails)
    app.command("/maturity")(fails)
    response = app.dispatch(BoltRequest(body=body | {"team_id": "T0LARKMERE"}, mode="socket_mode"))
    assert response.status == 200
    return dict(json.loads(response.body or "{}"))


@pytest.mark.parametrize(
    ("error", "blocks"),
    [
        (Refusal("Too long.", "comment"), {"comment sel": "Too long."}),
        (Refusal("Closed."), {"evidence sel": "Closed."}),
        (Refusal("Odd.", "judgement"), {"evidence sel": "Odd."}),
        (REFUSALS, {"evidence sel": "Too long.", "comment sel": "Too rude."}),
        (Stale("revision 3"), {"evidence sel": errors.OVERTAKEN}),
        (Unavailable("locked"), {"evidence sel": errors.BUSY}),
    ],
)
def test_a_form_stays_open_with_the_reason_at_its_field(
    desk: Desk, screens: Screens, slack_client: CheckedClient, error: Exception, blocks: dict[str, str]
) -> None:
    said = told(desk, screens, slack_client, error, submission(WITH_FIELDS))
    assert said == {"response_action": "errors", "errors": blocks}


def test_a_modal_without_fields_tells_it_on_top(desk: Desk, screens: Screens, slack_client: CheckedClient) -> None:
    said = told(desk, screens, slack_client, Refusal("Closed."), submission(WITHOUT_FIELDS))
    assert said["response_action"] == "push"
    assert said["view"]["blocks"][0]["text"]["text"] == "Closed."


@pytest.mark.parametrize(("error", "words"), [(Refusal("Not yours."), "Not yours."), (REFUSALS, "Too long. Too rude.")])
def test_a_command_is_answered_to_the_person_only(
    desk: Desk, screens: Screens, slack_client: CheckedClient, error: Exception, words: str
) -> None:
    assert told(desk, screens, slack_client, error, COMMAND) == {"response_type": "ephemeral", "text": words}


def test_names_in_a_reason_are_no_markup(desk: Desk, screens: Screens, slack_client: CheckedClient) -> None:
    error = Refusal("Only the leads of <!channel> & Co can do this.")
    shown = told(desk, screens, slack_client, error, submission(WITHOUT_FIELDS))["view"]["blocks"][0]["text"]["text"]
    assert shown == "Only the leads of &lt;!channel&gt; &amp; Co can do this."
    assert told(desk, screens, slack_client, error, COMMAND)["text"] == shown
    at_field = told(desk, screens, slack_client, error, submission(WITH_FIELDS))["errors"]["evidence sel"]
    assert at_field == error.reason  # errors at fields are plain text


def test_a_bug_is_told_by_a_reference_that_the_log_has_too(
    desk: Desk, screens: Screens, slack_client: CheckedClient
) -> None:
    with capture_logs() as logs:
        said = told(desk, screens, slack_client, ValueError("canary"), COMMAND)["text"]
    (bug,) = [one for one in logs if one["log_level"] == "error"]
    assert bug["event"] == "a handler failed"
    assert f"quote reference {bug['reference']}." in said
    assert "canary" not in said + str(logs)


def test_two_bugs_have_two_references(desk: Desk, screens: Screens, slack_client: CheckedClient) -> None:
    with capture_logs() as logs:
        for _ in range(2):
            told(desk, screens, slack_client, ValueError("canary"), COMMAND)
    first, second = [one["reference"] for one in logs if one["log_level"] == "error"]
    assert first != second


@pytest.mark.parametrize("kept", [True, False])
def test_what_nobody_was_offered_is_recorded_when_anything_can_be_kept(
    desk: Desk, screens: Screens, slack_client: CheckedClient, *, kept: bool
) -> None:
    if kept:
        desk.database.migrate()
    with capture_logs() as logs:
        said = told(desk, screens, slack_client, Forged("Not one of ours.", "comment"), submission(WITH_FIELDS))
    assert said["errors"] == {"comment sel": "Not one of ours."}
    assert ([one["event"] for one in logs if one["log_level"] == "error"] == []) == kept
    if kept:
        with desk.database.read() as session:
            (entry,) = audit.of_partnership(session, PartnershipId(""))
        assert (entry.actor, entry.action) == ("U05MEGAN", "denied")
        assert dict(entry.detail) == {"event": "form", "why": "unreadable"}


SHAPELESS: list[dict[str, Any]] = [
    {"type": "modal", "callback_id": "form"},
    {"type": "modal", "callback_id": "form", "blocks": None},
    {"type": "modal", "callback_id": "form", "blocks": ["x"]},
    {"type": "modal", "callback_id": "form", "blocks": [{"type": "input"}]},
]


@pytest.mark.parametrize("view", SHAPELESS)
@pytest.mark.parametrize("error", [Refusal("Closed."), Forged("Odd."), KeyError("bug")])
def test_who_cannot_be_told_where_meets_no_bug_of_ours(
    desk: Desk, screens: Screens, slack_client: CheckedClient, view: dict[str, Any], error: Exception
) -> None:
    desk.database.migrate()
    with capture_logs() as logs:
        assert told(desk, screens, slack_client, error, submission(view)) == {}
    assert "nobody could be told" in [one["event"] for one in logs]
