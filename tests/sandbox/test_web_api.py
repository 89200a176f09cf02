"""The Web API through the official client: what it answers, and how it says no."""

import json
from collections.abc import Callable
from typing import Any
from urllib.request import Request, urlopen

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from sandbox.place import Manifest
from sandbox.server import Sandbox
from tests.sandbox.greeter import actions, asking, button, modal, section, written

DM = "D0ADA"


def refusal(call: Callable[[], object]) -> dict[str, Any]:
    """Slack's whole answer to a call that it refuses."""
    with pytest.raises(SlackApiError) as refused:
        call()
    answer: dict[str, Any] = refused.value.response.data
    return answer


def error(call: Callable[[], object]) -> str:
    return str(refusal(call)["error"])


def trigger(sandbox: Sandbox, view_id: str | None = None) -> str:
    return sandbox.workspace.triggers.issue("U0ADA", view_id)


def test_who_am_i(client: WebClient) -> None:
    assert (client.auth_test()["user_id"], client.auth_test()["bot_id"]) == ("U0GREETER", "B0GREETER")


def test_a_call_without_a_token_is_not_authed(empty: Sandbox) -> None:
    assert error(WebClient(base_url=empty.api_url).auth_test) == "not_authed"


def test_a_strange_token_is_invalid(empty: Sandbox) -> None:
    assert error(WebClient(token="xoxb-other", base_url=empty.api_url).auth_test) == "invalid_auth"


def test_the_bot_token_opens_no_socket(client: WebClient) -> None:
    assert error(lambda: client.apps_connections_open(app_token="xoxb-garden")) == "not_allowed_token_type"


def test_an_unknown_method_is_said_to_be_unknown(client: WebClient) -> None:
    assert error(lambda: client.api_call("plants.water")) == "unknown_method"


def test_a_missing_scope_is_named(client: WebClient) -> None:
    answer = refusal(lambda: client.conversations_join(channel="C0GREEN"))
    assert (answer["error"], answer["needed"]) == ("missing_scope", "channels:join")
    assert "chat:write" in answer["provided"]


def test_a_form_and_json_say_the_same(client: WebClient, empty: Sandbox) -> None:
    blocks = [section("Hello")]
    client.api_call("chat.postMessage", params={"channel": DM, "text": "a", "blocks": json.dumps(blocks)})
    client.api_call("chat.postMessage", json={"channel": DM, "text": "a", "blocks": blocks})
    first, second = empty.workspace.messages(DM, "U0ADA")
    assert [block["text"] for block in first.blocks] == [block["text"] for block in second.blocks]


def test_a_message_to_a_person_lands_in_their_conversation(client: WebClient) -> None:
    assert client.chat_postMessage(channel="U0ADA", text="a")["channel"] == DM


def test_blocks_over_the_limits_are_refused_with_their_place(client: WebClient) -> None:
    blocks = [section("fine"), actions(button("x" * 76, "b"))]
    answer = refusal(lambda: client.chat_postMessage(channel=DM, text="a", blocks=blocks))
    assert answer["error"] == "invalid_blocks"
    assert "/blocks/1/elements/0/text/text" in answer["response_metadata"]["messages"][0]


POSTS = [
    ({"channel": "C0NOWHERE", "text": "a"}, "channel_not_found"),
    ({"channel": "C0SHEDX", "text": "a"}, "not_in_channel"),
    ({"channel": "C0OLDXX", "text": "a"}, "is_archived"),
    ({"channel": DM}, "no_text"),
    ({"channel": DM, "text": "a" * 40_001}, "msg_too_long"),
    ({"channel": DM, "text": "a", "thread_ts": "1.000000"}, "cannot_reply_to_message"),
    ({"channel": DM, "text": "a", "metadata": {"event_type": "x"}}, "invalid_metadata_format"),
    ({"channel": DM, "text": "a", "blocks": "[{"}, "invalid_blocks_format"),
]


@pytest.mark.parametrize(("arguments", "code"), POSTS, ids=[code for _, code in POSTS])
def test_a_post_is_refused_with_slacks_code(client: WebClient, arguments: dict[str, Any], code: str) -> None:
    assert error(lambda: client.api_call("chat.postMessage", json=arguments)) == code


def test_only_the_bots_own_messages_can_be_updated(client: WebClient, empty: Sandbox) -> None:
    theirs = empty.workspace.post(DM, "U0ADA", "mine")
    assert error(lambda: client.chat_update(channel=DM, ts=theirs.ts, text="b")) == "cant_update_message"
    assert error(lambda: client.chat_update(channel=DM, ts="1.000000", text="b")) == "message_not_found"


def test_an_update_with_text_alone_takes_the_blocks_away(client: WebClient, empty: Sandbox) -> None:
    ts = client.chat_postMessage(channel=DM, text="a", blocks=[section("Hello")])["ts"]
    client.chat_update(channel=DM, ts=ts, text="b")
    message = empty.workspace.message(DM, ts)
    assert (message.text, message.blocks, message.edited) == ("b", (), True)


def test_a_deleted_message_is_gone(client: WebClient, empty: Sandbox) -> None:
    ts = client.chat_postMessage(channel=DM, text="a")["ts"]
    client.chat_delete(channel=DM, ts=ts)
    assert empty.workspace.messages(DM, "U0ADA") == ()


def test_an_ephemeral_message_is_seen_by_one_and_cannot_be_updated(client: WebClient, empty: Sandbox) -> None:
    ts = client.chat_postEphemeral(channel="C0GREEN", user="U0ADA", text="psst")["message_ts"]
    seen = [len(empty.workspace.messages("C0GREEN", user)) for user in ("U0ADA", "U0BEN")]
    assert seen == [1, 0]
    assert error(lambda: client.chat_update(channel="C0GREEN", ts=ts, text="b")) == "message_not_found"
    assert client.conversations_history(channel="C0GREEN")["messages"] == []


def test_the_history_is_newest_first_by_pages_between_bounds_with_metadata_on_request(client: WebClient) -> None:
    metadata = {"event_type": "notice", "event_payload": {"id": "n1"}}
    sent = [client.chat_postMessage(channel=DM, text=str(n), metadata=metadata)["ts"] for n in range(5)]
    page = client.conversations_history(channel=DM, limit=2, include_all_metadata=True)
    assert [message["text"] for message in page["messages"]] == ["4", "3"]
    assert page["messages"][0]["metadata"] == metadata
    cursor = page["response_metadata"]["next_cursor"]
    rest = client.conversations_history(channel=DM, cursor=cursor, oldest=sent[0])["messages"]
    assert [message["text"] for message in rest] == ["2", "1"]
    assert "metadata" not in rest[0]


def test_a_thread_holds_its_replies(client: WebClient) -> None:
    ts = client.chat_postMessage(channel=DM, text="a")["ts"]
    client.chat_postMessage(channel=DM, text="b", thread_ts=ts)
    assert [m["text"] for m in client.conversations_replies(channel=DM, ts=ts)["messages"]] == ["a", "b"]
    assert [m["text"] for m in client.conversations_history(channel=DM)["messages"]] == ["a"]


OPENS = [("U0GREETER", "cannot_dm_bot"), ("U0CYD", "user_disabled"), ("U0NOBODY", "user_not_found")]


@pytest.mark.parametrize(("user", "code"), OPENS)
def test_some_conversations_cannot_be_opened(client: WebClient, user: str, code: str) -> None:
    assert error(lambda: client.conversations_open(users=user)) == code


def test_channels_members_and_people_are_listed(client: WebClient) -> None:
    assert [c["name"] for c in client.conversations_list()["channels"]] == ["greenhouse", "shed", "old-beds"]
    assert client.conversations_members(channel="C0GREEN")["members"] == ["U0ADA", "U0BEN", "U0GREETER"]
    assert client.users_info(user="U0BEN")["user"]["tz"] == "Europe/Paris"
    people = {user["name"]: (user["deleted"], user["is_restricted"]) for user in client.users_list()["members"]}
    assert people["cyd"] == (True, True)


def test_an_email_is_kept_from_a_bot_without_the_scope(client: WebClient) -> None:
    assert "email" not in client.users_info(user="U0ADA")["user"]["profile"]
    assert error(lambda: client.users_lookupByEmail(email="ada@garden.example")) == "missing_scope"


def test_a_trigger_opens_one_modal(client: WebClient, empty: Sandbox) -> None:
    leave = trigger(empty)
    view = client.views_open(trigger_id=leave, view=asking())["view"]
    assert view["state"]["values"] == {"name": {"words": {"type": "plain_text_input", "value": None}}}
    assert error(lambda: client.views_open(trigger_id=leave, view=asking())) == "exchanged_trigger_id"
    assert error(lambda: client.views_open(trigger_id="1.2.3", view=asking())) == "invalid_trigger_id"


def test_a_refused_view_leaves_the_trigger_good(client: WebClient, empty: Sandbox) -> None:
    leave = trigger(empty)
    bad = modal("x" * 25, written("name", "Name"))
    answer = refusal(lambda: client.views_open(trigger_id=leave, view=bad))
    assert answer["error"] == "invalid_arguments"
    assert "/view/title/text" in answer["response_metadata"]["messages"][0]
    assert client.views_open(trigger_id=leave, view=asking())["ok"]


def test_a_view_heavier_than_slack_takes_is_too_large(client: WebClient, empty: Sandbox) -> None:
    heavy = modal("Heavy", *(section("x" * 3000) for _ in range(90)))
    assert error(lambda: client.views_open(trigger_id=trigger(empty), view=heavy)) == "view_too_large"


def test_the_fourth_modal_on_the_stack_is_refused(client: WebClient, empty: Sandbox) -> None:
    top = client.views_open(trigger_id=trigger(empty), view=asking())["view"]["id"]
    for _ in range(2):
        top = client.views_push(trigger_id=trigger(empty, top), view=asking())["view"]["id"]
    assert error(lambda: client.views_push(trigger_id=trigger(empty, top), view=asking())) == "push_limit_reached"


def test_an_old_hash_conflicts(client: WebClient, empty: Sandbox) -> None:
    view = client.views_open(trigger_id=trigger(empty), view=asking())["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=asking())
    stale = lambda: client.views_update(view_id=view["id"], hash=view["hash"], view=asking())  # noqa: E731 - a call to come
    assert error(stale) == "hash_conflict"


def test_a_closed_view_is_not_found(client: WebClient, empty: Sandbox) -> None:
    view = client.views_open(trigger_id=trigger(empty), view=asking())["view"]
    empty.workspace.close_view(view["id"])
    assert error(lambda: client.views_update(view_id=view["id"], view=asking())) == "not_found"


def test_a_home_is_no_modal(client: WebClient) -> None:
    assert error(lambda: client.views_publish(user_id="U0ADA", view=asking())) == "invalid_arguments"


def test_a_file_goes_up_is_shared_and_comes_down_for_the_token_only(client: WebClient, empty: Sandbox) -> None:
    file = client.files_upload_v2(channel=DM, filename="beds.csv", content="bees,beds", initial_comment="Here")["file"]
    message = empty.workspace.messages(DM, "U0ADA")[-1]
    assert (message.text, message.files[0]["name"]) == ("Here", "beds.csv")
    known = client.files_info(file=file["id"])["file"]
    allowed = Request(known["url_private_download"], headers={"Authorization": "Bearer xoxb-garden"})  # noqa: S310 - ours
    with urlopen(allowed) as answer:  # noqa: S310 - the sandbox's own address
        assert answer.read() == b"bees,beds"
    assert httpx.get(known["url_private_download"]).status_code == 302


def test_a_response_url_works_five_times(empty: Sandbox) -> None:
    key = empty.workspace.addresses.issue("U0ADA", "C0GREEN", None)
    hook = WebhookClient(f"{empty.url}actions/T0GARDEN/{key}")
    assert [hook.send(text="again").status_code for _ in range(6)] == [200] * 5 + [404]


def test_rate_limits_bind_when_switched_on(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("rate_tiers")
    for _ in range(20):
        client.users_list()
    with pytest.raises(SlackApiError) as refused:
        client.users_list()
    answer = refused.value.response
    assert (answer.status_code, answer["error"], int(answer.headers["Retry-After"]) > 0) == (429, "ratelimited", True)


def test_a_call_can_be_made_to_fail_once(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("error", code="fatal_error", only=["chat.postMessage"])
    assert error(lambda: client.chat_postMessage(channel=DM, text="a")) == "fatal_error"
    assert client.chat_postMessage(channel=DM, text="a")["ok"]


def test_a_server_error_has_no_answer(client: WebClient, empty: Sandbox) -> None:
    empty.workspace.faults.set("server_error")
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=DM, text="a")
    assert refused.value.response.status_code == 503


def test_the_inspector_shows_calls_without_tokens(client: WebClient, empty: Sandbox) -> None:
    client.api_call("chat.postMessage", params={"channel": DM, "text": "xoxb-garden", "token": "xoxb-garden"})
    exchange = next(one for one in empty.workspace.traffic() if one.name == "chat.postMessage")
    assert exchange.direction == "bot->slack"
    assert "xoxb" not in json.dumps(exchange.request)


def test_without_a_manifest_everything_is_allowed(alone: Any) -> None:
    assert alone.place.following(Manifest()).manifest.scopes is None
