"""People and a bot on the official library, over a real socket."""

from sandbox.acting import InMessage
from sandbox.person import Person
from sandbox.server import Sandbox


def test_a_message_is_heard_and_answered(ada: Person) -> None:
    ada.opens_dm().says("hello").sees("Greeter: Hello @Ada Marsh")


def test_a_button_opens_a_modal_that_says_what_is_wrong_and_then_closes(ada: Person) -> None:
    ada.opens_dm().says("hello").presses("Ask me").sees_modal("Your name")
    ada.types("Name", "nobody").submits()
    assert ada.errors == {"Name": "That is nobody"}
    ada.types("Name", "Grace").submits().sees_no_modal().sees("Nice to meet you, Grace")


def test_a_required_field_is_asked_for_before_the_bot_hears_of_it(ada: Person, sandbox: Sandbox) -> None:
    ada.opens_dm().says("hello").presses("Ask me").sees_modal("Your name").submits()
    assert ada.errors == {"Name": "Please complete this required field."}
    assert "view_submission" not in [exchange.name for exchange in sandbox.workspace.traffic()]


def test_errors_for_a_field_that_does_not_exist_are_trouble(ada: Person) -> None:
    ada.opens_dm().says("hello").presses("Ask me").types("Name", "elsewhere").submits()
    assert (ada.errors, ada.trouble) == ({}, "We had some trouble connecting. Try again?")
    assert ada.modal_title == "Your name"


def test_an_acknowledgement_over_the_limits_is_trouble_and_stands_in_the_traffic(ada: Person, sandbox: Sandbox) -> None:
    ada.opens_dm().says("hello").presses("Ask me").types("Name", "long").submits()
    assert ada.trouble
    last = sandbox.workspace.traffic()[-1]
    assert (last.name, last.response["error"]) == ("response_action", "invalid_arguments")
    assert "/view/title/text" in last.response["response_metadata"]["messages"][0]


def test_an_acknowledged_update_keeps_what_was_typed_where_the_ids_persist(ada: Person) -> None:
    ada.opens_dm().says("hello").presses("Ask me").types("Name", "again").submits().sees_modal("Once more")
    ada.sees("< again >").submits()
    assert ada.modal_title == "Once more"


def test_a_third_modal_fits_on_the_stack_and_a_fourth_does_not(ada: Person) -> None:
    ada.opens_dm().says("hello").presses("Ask me")
    for _ in range(2):
        ada.types("Name", "deeper").submits()
        assert ada.trouble is None
    ada.types("Name", "deeper").submits()
    assert ada.trouble


def test_clear_closes_every_modal(ada: Person) -> None:
    ada.opens_dm().says("hello").presses("Ask me").types("Name", "deeper").submits()
    ada.types("Name", "clear").submits()
    assert ada.modal_title is None


def test_a_submission_without_a_word_shows_the_modal_below(ada: Person, sandbox: Sandbox) -> None:
    ada.opens_dm().says("hello").presses("Ask me").types("Name", "deeper").submits()
    ada.types("Name", "Grace").submits()
    assert len(sandbox.workspace.stack("U0ADA")) == 1


def test_cancelling_tells_the_bot_that_asked_to_know_without_any_values(ada: Person) -> None:
    ada.opens_dm().says("hello").presses("Ask me").types("Name", "Grace").closes().sees("Closed, False, {}")


def test_the_cross_closes_the_whole_stack(ada: Person) -> None:
    ada.opens_dm().says("hello").presses("Ask me").types("Name", "deeper").submits()
    ada.closes(everything=True).sees("Closed, True, {}")
    assert ada.modal_title is None


def test_opening_the_home_tab_draws_it(ada: Person) -> None:
    ada.opens_home().sees("Welcome home").presses("Ask me").sees_modal("Your name")


def test_a_command_is_answered_to_the_person_alone(ada: Person, ben: Person) -> None:
    ada.opens_channel("greenhouse").runs("/greet Ben").sees("(only visible to you): Greeting Ben")
    ben.opens_channel("greenhouse").does_not_see("Greeting Ben")


def test_a_command_may_answer_everybody_through_its_response_url(ada: Person, ben: Person) -> None:
    ada.opens_channel("greenhouse").runs("/greet everybody").sees("Hello, everybody")
    ben.opens_channel("greenhouse").sees("Greeter: Hello, everybody")


def test_an_unknown_command_never_reaches_the_bot(ada: Person) -> None:
    ada.runs("/water")
    assert ada.trouble == "/water is not a valid command."


def test_a_response_url_replaces_the_message_pressed(ada: Person) -> None:
    ada.opens_dm().says("hello").presses("Late").sees("Greeter: Replaced").does_not_see("Ask me")


def test_a_file_dropped_in_the_conversation_is_heard_of(ada: Person) -> None:
    ada.opens_dm().drops("beds.csv", b"a,b").sees("[file: beds.csv]").sees("Thank you for beds.csv")


def test_a_newcomer_is_announced_to_the_bot(ben: Person, sandbox: Sandbox) -> None:
    sandbox.acting.invite("U0ADA", "C0GREEN", "U0CYD")
    ben.opens_channel("greenhouse").sees("Welcome @Cyd Vale")


def test_a_global_shortcut_opens_a_modal(ada: Person) -> None:
    ada.uses("wave").sees_modal("Your name")


def test_a_message_shortcut_hands_over_the_message(ben: Person) -> None:
    ben.opens_channel("greenhouse").says("Mind the bees")
    ben.uses_on("keep", "Mind the bees").sees("(only visible to you): Kept")


def test_a_select_in_a_modal_tells_the_bot_at_once(ada: Person, sandbox: Sandbox) -> None:
    option = {"text": {"type": "plain_text", "text": "Green"}, "value": "green"}
    select = {"type": "static_select", "action_id": "colour", "options": [option]}
    beside = {"type": "section", "block_id": "b", "text": {"type": "mrkdwn", "text": "Colour"}, "accessory": select}
    title = {"type": "plain_text", "text": "Colours"}
    sandbox.workspace.open_view("U0ADA", {"type": "modal", "title": title, "blocks": [beside]})
    ada.picks("Colour", "Green").sees("You like green").sees("< Green >")


def test_only_what_is_on_the_screen_can_be_pressed(ada: Person, ben: Person, sandbox: Sandbox) -> None:
    ada.opens_dm().says("hello").sees("[Ask me]")
    message = sandbox.workspace.messages("D0ADA", "U0ADA")[-1]
    block_id = message.blocks[1]["block_id"]
    where = sandbox.acting.press("U0BEN", InMessage("D0ADA", message.ts), block_id, "ask")
    assert where.trouble == "That is no longer there."
    ben.presses_forged("ask", InMessage("D0ADA", message.ts))
    assert (ben.trouble, ben.modal_title) == (None, "Your name")
