"""What leaves for Slack is within its limits, as a call and as an acknowledgement."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import Ack, BoltRequest, BoltResponse
from structlog.testing import capture_logs

from bot.blocks.parts import Block, modal, section
from bot.boundary import CheckedApp, CheckedClient
from bot.limits import OverLimit

NOWHERE = "http://127.0.0.1:9/api/"
"""Nobody listens here: whatever is sent after all ends in a refused connection, not in `OverLimit`."""
TOO_LONG: list[Block] = [section("canary" * 600)]
FINE: list[Block] = [section("Words.")]

Call = Callable[[CheckedClient, list[Block]], object]
CALLS: list[Call] = [
    lambda client, blocks: client.chat_postMessage(channel="C1", text="Words.", blocks=blocks),
    lambda client, blocks: client.chat_update(channel="C1", ts="1.0", text="Words.", blocks=blocks),
    lambda client, blocks: client.chat_postEphemeral(channel="C1", user="U1", text="Words.", blocks=blocks),
    lambda client, blocks: client.views_open(trigger_id="1", view=modal("Words", blocks)),
    lambda client, blocks: client.views_push(trigger_id="1", view=modal("Words", blocks)),
    lambda client, blocks: client.views_update(view_id="V1", view=modal("Words", blocks)),
    lambda client, blocks: client.views_publish(user_id="U1", view={"type": "home", "blocks": blocks}),
]


@pytest.fixture
def client() -> CheckedClient:
    return CheckedClient("xoxb-nobody", NOWHERE)


@pytest.mark.parametrize("call", CALLS)
def test_a_call_over_the_limits_is_never_made(client: CheckedClient, call: Call) -> None:
    with pytest.raises(OverLimit):
        call(client, TOO_LONG)


@pytest.mark.parametrize("call", CALLS)
def test_a_call_within_the_limits_is_made(client: CheckedClient, call: Call) -> None:
    with pytest.raises(OSError, match="refused"):
        call(client, FINE)


def test_a_message_without_words_for_a_notification_is_never_sent(client: CheckedClient) -> None:
    with pytest.raises(OverLimit):
        client.api_call("chat.postMessage", json={"channel": "C1", "blocks": FINE})


def answered(client: CheckedClient, answer: Callable[[Ack], object], body: dict[str, Any]) -> BoltResponse:
    """What an app answers whose one handler acknowledges so."""
    app = CheckedApp(client=client, process_before_response=True, token_verification_enabled=False)

    def handle(ack: Ack) -> None:
        answer(ack)

    app.view("form")(handle)
    app.command("/maturity")(handle)
    return app.dispatch(BoltRequest(body=body | {"team_id": "T1"}, mode="socket_mode"))


SUBMISSION = {"type": "view_submission", "user": {"id": "U1"}, "view": {"type": "modal", "callback_id": "form"}}
COMMAND = {"command": "/maturity", "text": "status", "user_id": "U1"}


def test_an_acknowledgement_within_the_limits_is_what_the_handler_said(slack_client: CheckedClient) -> None:
    said = answered(slack_client, lambda ack: ack(response_action="update", view=modal("Words", FINE)), SUBMISSION)
    assert json.loads(said.body)["view"]["blocks"] == FINE


def test_a_view_over_the_limits_closes_the_modal_instead(slack_client: CheckedClient) -> None:
    with capture_logs() as logs:
        said = answered(
            slack_client, lambda ack: ack(response_action="update", view=modal("Words", TOO_LONG)), SUBMISSION
        )
    assert json.loads(said.body) == {"response_action": "clear"}
    assert [one["places"].startswith("view.blocks") for one in logs if one["log_level"] == "error"] == [True]
    assert "canary" not in str(logs)


def test_a_message_over_the_limits_points_to_the_home_tab_instead(slack_client: CheckedClient) -> None:
    with capture_logs() as logs:
        said = answered(slack_client, lambda ack: ack(response_type="ephemeral", text="canary" * 7000), COMMAND)
    assert "*Home* tab" in json.loads(said.body)["text"]
    assert "canary" not in str(logs) + str(said.body)


def test_a_bare_acknowledgement_stays_bare(slack_client: CheckedClient) -> None:
    assert answered(slack_client, lambda ack: ack(), COMMAND).body == ""
