"""Private channels, reactions, scheduled messages, membership, and the events that each of them causes."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from slack_sdk import WebClient

from bot.clock import system_clock
from sandbox.acting import Acting
from sandbox.clock import MovableClock
from sandbox.person import Person
from sandbox.place import Manifest, Place
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.sandbox.greeter import section
from tests.sandbox.test_payloads import Notebook
from tests.sandbox.test_web_api import error

Json = dict[str, Any]
DM = "D0ADA"


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def acting(alone: Workspace, notebook: Notebook) -> Acting:
    return Acting(alone, notebook)


def told(sandbox: Sandbox) -> list[Json]:
    """The events that went to the bot, or would have."""
    sandbox.deliveries.settle()
    found = [e.request for e in sandbox.workspace.traffic() if e.request.get("type") == "event_callback"]
    return [one["event"] for one in found if not one.get("retry_attempt")]


@pytest.fixture
def wired(sandbox: Sandbox) -> Iterator[WebClient]:
    """A client of a sandbox in which a bot listens."""
    yield WebClient(token="xoxb-garden", base_url=sandbox.api_url, retry_handlers=[])
    sandbox.deliveries.settle()


# --- private channels


def test_a_private_channel_outside_is_not_even_there(client: WebClient) -> None:
    assert error(lambda: client.conversations_info(channel="C0HIDDN")) == "channel_not_found"
    assert error(lambda: client.chat_postMessage(channel="C0HIDDN", text="a")) == "channel_not_found"
    assert error(lambda: client.chat_postMessage(channel="#potting-bench", text="a")) == "channel_not_found"
    assert error(lambda: client.conversations_history(channel="C0HIDDN")) == "channel_not_found"


def test_a_private_channel_inside_is_marked_so(client: WebClient) -> None:
    channel = client.conversations_info(channel="C0PRIVY")["channel"]
    assert (channel["is_private"], channel["is_channel"], channel["is_member"]) == (True, True, True)


@pytest.mark.parametrize("method", ["conversations.list", "users.conversations"])
def test_lists_hold_the_kinds_asked_for(client: WebClient, method: str) -> None:
    found = client.api_call(method, params={"types": "private_channel"})["channels"]
    assert [channel["id"] for channel in found] == ["C0PRIVY"]
    public = client.api_call(method, params={"types": "public_channel"})["channels"]
    assert "C0PRIVY" not in [channel["id"] for channel in public]
    assert error(lambda: client.api_call(method, params={"types": "mpim"})) == "missing_scope"


def test_each_kind_of_channel_has_its_own_event_and_scope(alone: Workspace, acting: Acting, notebook: Notebook) -> None:
    for channel in ("C0GREEN", "C0PRIVY", DM):
        acting.say("U0ADA", channel, "a")
    assert [one["event"]["channel_type"] for one in notebook.told] == ["channel", "group", "im"]
    manifest = alone.manifest
    alone.place = alone.place.following(manifest.model_copy(update={"scopes": frozenset({"im:history"})}))
    for channel in ("C0GREEN", "C0PRIVY", DM):
        acting.say("U0ADA", channel, "b")
    assert [one["event"]["channel_type"] for one in notebook.told[3:]] == ["im"]


def test_a_command_in_a_private_channel_keeps_its_name_to_itself(acting: Acting, notebook: Notebook) -> None:
    acting.command("U0ADA", "C0PRIVY", "/greet", "")
    assert notebook.asked[0]["channel_name"] == "privategroup"


# --- a bot hears of what it does itself, as in Slack


def test_the_bots_own_messages_come_back_as_events(wired: WebClient, sandbox: Sandbox) -> None:
    ts = wired.chat_postMessage(channel=DM, text="a", blocks=[section("a")])["ts"]
    wired.chat_update(channel=DM, ts=ts, text="b")
    wired.chat_delete(channel=DM, ts=ts)
    posted, changed, deleted = told(sandbox)
    assert (posted["bot_id"], posted.get("subtype"), posted["text"]) == ("B0GREETER", None, "a")
    assert (changed["subtype"], changed["message"]["text"], changed["previous_message"]["text"]) == (
        "message_changed",
        "b",
        "a",
    )
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", ts)


def test_an_ephemeral_message_is_no_event(wired: WebClient, sandbox: Sandbox) -> None:
    wired.chat_postEphemeral(channel=DM, user="U0ADA", text="psst")
    sandbox.acting.command("U0ADA", "D0ADA", "/greet", "Ben")
    assert len(sandbox.workspace.messages(DM, "U0ADA")) == 2
    assert told(sandbox) == []


def test_what_a_person_types_comes_as_rich_text_too(acting: Acting, notebook: Notebook) -> None:
    acting.say("U0ADA", DM, "see <@U0BEN> & <b>")
    event = notebook.told[0]["event"]
    parts = event["blocks"][0]["elements"][0]["elements"]
    assert [part.get("text") or part.get("user_id") for part in parts] == ["see ", "U0BEN", " & <b>"]
    assert len(event["client_msg_id"]) == 36


def test_a_mention_is_an_event_of_its_own_with_its_scope(alone: Workspace, acting: Acting, notebook: Notebook) -> None:
    acting.say("U0ADA", "C0GREEN", "<@U0GREETER> hello")
    assert [one["event"]["type"] for one in notebook.told] == ["message"]
    alone.place = alone.place.following(Manifest())
    acting.say("U0ADA", "C0GREEN", "<@U0GREETER> hello")
    assert [one["event"]["type"] for one in notebook.told[1:]] == ["message", "app_mention"]


# --- reactions


def test_a_reaction_is_heard_and_answered(sandbox: Sandbox) -> None:
    ada = Person(sandbox, "U0ADA").opens_channel("greenhouse").says("Mind the bees").reacts("bee", "Mind")
    sandbox.deliveries.settle()
    (message,) = sandbox.workspace.messages("C0GREEN", "U0ADA")
    assert message.reactions == ("bee", "honey_pot")
    ada.reacts("bee", "Mind", away=True)
    assert sandbox.workspace.message("C0GREEN", message.ts).reactions == ("honey_pot",)


def test_reactions_are_added_read_and_removed(client: WebClient, empty: Sandbox) -> None:
    ts = empty.workspace.post(DM, "U0ADA", "a").ts
    client.reactions_add(channel=DM, timestamp=ts, name="bee")
    empty.acting.react("U0ADA", DM, ts, "bee")
    seen = client.reactions_get(channel=DM, timestamp=ts)["message"]["reactions"]
    assert seen == [{"name": "bee", "users": ["U0GREETER", "U0ADA"], "count": 2}]
    assert error(lambda: client.reactions_add(channel=DM, timestamp=ts, name="bee")) == "already_reacted"
    client.reactions_remove(channel=DM, timestamp=ts, name="bee")
    assert error(lambda: client.reactions_remove(channel=DM, timestamp=ts, name="bee")) == "no_reaction"
    assert error(lambda: client.reactions_add(channel=DM, timestamp=ts, name="not a name")) == "invalid_name"


# --- members


def test_the_bot_brings_people_in_and_leaves(place: Place) -> None:
    clock = MovableClock(system_clock)
    workspace = Workspace(place.following(Manifest()), clock)
    with Sandbox(workspace, clock) as sandbox:
        client = WebClient(token="xoxb-garden", base_url=sandbox.api_url)
        assert error(lambda: client.conversations_invite(channel="C0GREEN", users="U0GREETER")) == "cant_invite_self"
        assert error(lambda: client.conversations_invite(channel="C0GREEN", users="U0ADA")) == "already_in_channel"
        assert error(lambda: client.conversations_invite(channel="C0OLDXX", users="U0BEN")) == "is_archived"
        client.conversations_invite(channel="C0PRIVY", users="U0BEN")
        assert "U0BEN" in workspace.channel("C0PRIVY").members
        client.conversations_leave(channel="C0PRIVY")
        assert error(lambda: client.conversations_info(channel="C0PRIVY")) == "channel_not_found"
        assert client.conversations_leave(channel="C0SHEDX")["not_in_channel"]


def test_an_invited_bot_is_told_of_itself(acting: Acting, notebook: Notebook) -> None:
    acting.invite("U0ADA", "C0HIDDN", "U0GREETER")
    event = notebook.told[0]["event"]
    assert (event["type"], event["user"], event["inviter"], event["channel_type"]) == (
        "member_joined_channel",
        "U0GREETER",
        "U0ADA",
        "G",
    )


# --- scheduled messages


def test_a_scheduled_message_comes_by_the_sandboxs_clock(client: WebClient, empty: Sandbox) -> None:
    at = int((empty.clock() + timedelta(hours=1)).timestamp())
    waiting = client.chat_scheduleMessage(channel=DM, text="later", post_at=at)["scheduled_message_id"]
    assert [one["id"] for one in client.chat_scheduledMessages_list()["scheduled_messages"]] == [waiting]
    empty.clock.move_by(timedelta(hours=1))
    Person(empty, "U0ADA").sees("Greeter: later")
    assert client.chat_scheduledMessages_list()["scheduled_messages"] == []


def test_a_scheduled_message_can_be_called_off(client: WebClient, empty: Sandbox) -> None:
    at = int((empty.clock() + timedelta(hours=1)).timestamp())
    waiting = client.chat_scheduleMessage(channel=DM, text="later", post_at=at)["scheduled_message_id"]
    client.chat_deleteScheduledMessage(channel=DM, scheduled_message_id=waiting)
    again = lambda: client.chat_deleteScheduledMessage(channel=DM, scheduled_message_id=waiting)  # noqa: E731 - a call to come
    assert error(again) == "invalid_scheduled_message_id"
    empty.clock.move_by(timedelta(hours=2))
    client.chat_postMessage(channel=DM, text="now")
    assert [message.text for message in empty.workspace.messages(DM, "U0ADA")] == ["now"]


TIMES = [(-5, "time_in_past"), (121 * 86400, "time_too_far"), (None, "invalid_time")]


@pytest.mark.parametrize(("ahead", "code"), TIMES)
def test_a_message_is_scheduled_within_120_days(
    client: WebClient, empty: Sandbox, ahead: int | None, code: str
) -> None:
    at = "soon" if ahead is None else str(int(empty.clock().timestamp()) + ahead)
    assert error(lambda: client.chat_scheduleMessage(channel=DM, text="a", post_at=at)) == code


def test_only_thirty_messages_are_scheduled_for_five_minutes(client: WebClient, empty: Sandbox) -> None:
    at = int((empty.clock() + timedelta(hours=1)).timestamp())
    for _ in range(30):
        client.chat_scheduleMessage(channel=DM, text="a", post_at=at)
    assert error(lambda: client.chat_scheduleMessage(channel=DM, text="a", post_at=at)) == "restricted_too_many"


# --- files, links, the app's own conversation


def test_a_file_in_a_dm_from_upload_to_download(sandbox: Sandbox) -> None:
    Person(sandbox, "U0ADA").opens_dm().drops("beds.csv", b"a,b").sees("beds.csv weighs 3 bytes").sees("Thank you")
    names = [event["type"] + "/" + event.get("subtype", "") for event in told(sandbox) if not event.get("bot_id")]
    assert sorted(names) == ["app_home_opened/", "file_shared/", "message/file_share"]


def test_a_bot_deletes_its_own_files_only(client: WebClient, empty: Sandbox) -> None:
    own = client.files_upload_v2(channel=DM, filename="a.txt", content="a")["file"]["id"]
    client.files_delete(file=own)
    assert error(lambda: client.files_info(file=own)) == "file_not_found"
    assert empty.workspace.messages(DM, "U0ADA")[-1].files == ()
    theirs = empty.acting.say("U0ADA", DM, "", [("b.txt", b"b")]).files[0]["id"]
    assert error(lambda: client.files_delete(file=theirs)) == "cant_delete_file"


def test_a_permalink_leads_to_the_conversation(client: WebClient, empty: Sandbox) -> None:
    ts = client.chat_postMessage(channel="C0PRIVY", text="a")["ts"]
    link = client.chat_getPermalink(channel="C0PRIVY", message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/C0PRIVY/p{ts.replace('.', '')}")
    assert httpx.get(link).headers["location"] == "/p/U0ADA/C0PRIVY"
    assert httpx.get(f"{empty.url}archives/C0NONE/p1").status_code == 404


def test_opening_the_conversation_with_the_app_is_told_as_its_messages_tab(sandbox: Sandbox) -> None:
    Person(sandbox, "U0ADA").opens_dm()
    assert [(event["type"], event["tab"]) for event in told(sandbox)] == [("app_home_opened", "messages")]
