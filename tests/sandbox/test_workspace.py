"""The state alone, without a server."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from pydantic import ValidationError

from bot.clock import system_clock
from sandbox import elements
from sandbox.acting import escaped
from sandbox.clock import MovableClock
from sandbox.drawn import drawn_text, plain
from sandbox.leave import ResponseAddresses, Triggers
from sandbox.place import Place, read
from sandbox.refused import RefusedError
from sandbox.workspace import Workspace
from tests.sandbox.greeter import actions, asking, button, section, written

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def test_waiting_ends_with_a_change(alone: Workspace) -> None:
    seen = alone.version
    poster = Thread(target=alone.post, args=("C0GREEN", "U0ADA", "a"))
    poster.start()
    assert alone.wait(seen, timeout=5) > seen
    poster.join()


def test_waiting_for_nothing_ends_in_time(alone: Workspace) -> None:
    assert alone.wait(alone.version, timeout=0.01) == alone.version


def test_timestamps_rise_even_when_the_clock_is_put_back(place: Place) -> None:
    clock = MovableClock(lambda: NOON)
    workspace = Workspace(place, clock)
    first = workspace.post("C0GREEN", "U0ADA", "a")
    clock.move_by(-timedelta(hours=1), backwards=True)
    assert workspace.post("C0GREEN", "U0ADA", "b").ts > first.ts


def test_a_reset_leaves_the_place_as_it_was_at_the_start(alone: Workspace) -> None:
    alone.post("C0GREEN", "U0ADA", "a")
    alone.join("C0SHEDX", "U0BEN")
    alone.open_view("U0ADA", asking())
    before = alone.version
    alone.reset()
    assert (alone.messages("C0GREEN", "U0ADA"), alone.modal("U0ADA")) == ((), None)
    assert "U0BEN" not in alone.channel("C0SHEDX").members
    assert alone.version > before


def test_messages_of_others_are_unread_until_looked_at(alone: Workspace) -> None:
    alone.post("C0GREEN", "U0BEN", "a")
    alone.post("C0GREEN", "U0ADA", "b")
    assert (alone.unread("C0GREEN", "U0ADA"), alone.unread("C0GREEN", "U0BEN")) == (1, 1)
    alone.mark_read("C0GREEN", "U0ADA")
    assert alone.unread("C0GREEN", "U0ADA") == 0


def test_channels_come_before_the_conversation_with_the_bot(alone: Workspace) -> None:
    assert [channel.id for channel in alone.channels_for("U0BEN")] == ["C0GREEN", "D0BEN"]


def test_what_was_typed_survives_an_update_only_where_both_ids_persist(alone: Workspace) -> None:
    view = alone.open_view("U0ADA", asking())
    alone.remember(view.id, {"name": {"words": {"type": "plain_text_input", "value": "Grace"}}})
    kept = alone.update_view(view.id, asking())
    assert kept.values["name"]["words"]["value"] == "Grace"
    renamed = asking() | {"blocks": [written("other", "Name")]}
    assert alone.update_view(view.id, renamed).values == {"other": {"words": elements.initial(INPUT)}}


INPUT = {"type": "plain_text_input", "action_id": "words"}


def test_an_untouched_element_holds_its_initial_value() -> None:
    option = {"text": {"type": "plain_text", "text": "A"}, "value": "a"}
    boxes = {"type": "checkboxes", "action_id": "b", "options": [option], "initial_options": [option]}
    moment = {"type": "datetimepicker", "action_id": "m", "initial_date_time": 5}
    people = {"type": "multi_users_select", "action_id": "p"}
    assert elements.initial(boxes)["selected_options"] == [option]
    assert elements.initial(moment)["selected_date_time"] == 5
    assert elements.initial(people)["selected_users"] == []


def test_ids_that_the_bot_left_out_are_made_up(alone: Workspace) -> None:
    message = alone.post("C0GREEN", "U0GREETER", "a", [section("a"), actions(button("Go", "go"))])
    assert len({block["block_id"] for block in message.blocks}) == 2


def test_a_trigger_expires_after_three_seconds_of_real_time() -> None:
    instants = iter((10.0, 13.0, 13.1))
    triggers = Triggers(lambda: next(instants))
    trigger = triggers.issue("U0ADA", None)
    assert triggers.look(trigger).user == "U0ADA"
    with pytest.raises(RefusedError, match="expired_trigger_id"):
        triggers.look(trigger)


def test_a_response_address_expires_after_half_an_hour() -> None:
    clock = MovableClock(lambda: NOON)
    addresses = ResponseAddresses(clock)
    key = addresses.issue("U0ADA", "C0GREEN", None)
    clock.move_by(timedelta(minutes=31))
    with pytest.raises(RefusedError, match="expired_url"):
        addresses.use(key)


def test_the_clock_starts_where_told_and_jumps_when_told() -> None:
    clock = MovableClock(lambda: NOON, start=NOON + timedelta(days=1))
    heard: list[datetime] = []
    clock.on_move.append(lambda: heard.append(clock()))
    clock.move_to(NOON + timedelta(days=3))
    assert heard == [NOON + timedelta(days=3)]


def test_the_clock_goes_back_only_when_asked() -> None:
    with pytest.raises(ValueError, match="only when asked"):
        MovableClock(system_clock).move_by(-timedelta(seconds=1))


def test_a_place_with_an_unknown_key_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "place.yaml"
    wrong.write_text("team: {name: a, domain: a}\napp: {name: a, handle: a, colur: red}\npeople: []\n")
    with pytest.raises(ValidationError, match="colur"):
        read(wrong)


def test_the_manifest_beside_the_place_is_read(place: Place) -> None:
    assert place.manifest.commands[0]["command"] == "/greet"
    assert "chat:write" in (place.manifest.scopes or ())


LOOKS = [
    ("*bold* and _slanted_ and ~gone~ and `code`", "bold and slanted and gone and code"),
    ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
    ("<https://a.example/|here> or <https://b.example/>", "here or https://b.example/"),
    ("<@U0ADA> &amp; <!channel>", "@Ada & @channel"),
    ("&gt; quoted &lt;b&gt;", "quoted <b>"),
]


@pytest.mark.parametrize(("text", "look"), LOOKS)
def test_mrkdwn_is_read_as_it_looks(text: str, look: str) -> None:
    assert plain(text, lambda _: "Ada") == look


def test_drawn_text_shows_what_inputs_hold() -> None:
    option = {"text": {"type": "plain_text", "text": "Red"}, "value": "r"}
    radios = {"type": "radio_buttons", "action_id": "c", "options": [option]}
    label = {"type": "plain_text", "text": "Colour"}
    block = {"type": "input", "block_id": "b", "label": label, "element": radios, "optional": True}
    held = {"b": {"c": {"type": "radio_buttons", "selected_option": option}}}
    assert drawn_text([block], held) == "Colour (optional)\n(x) Red"


def test_what_a_person_types_is_literal_but_for_mentions() -> None:
    assert escaped("<!channel> & <@U0GREETER>") == "&lt;!channel&gt; &amp; <@U0GREETER>"
