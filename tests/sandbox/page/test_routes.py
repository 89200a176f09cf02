import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from bot.clock import system_clock
from sandbox.clock import MovableClock
from sandbox.faults import KINDS
from sandbox.page.seat import Seat
from sandbox.payloads import file_json
from sandbox.place import Place
from sandbox.server import Extra, Sandbox
from sandbox.things import File
from sandbox.workspace import Workspace

ADA = "/p/U0ADA/D0ADA"
GREEN = "/p/U0ADA/C0GREEN"
BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
SCRIPTS = {"composer.js", "fields.js", "page.js", "presses.js", "reading.js"}
START = datetime(2026, 11, 23, 10, tzinfo=UTC)
ASKING = {
    "type": "modal",
    "title": {"type": "plain_text", "text": "Your name"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "words"},
        }
    ],
}


@pytest.fixture
def equipped(place: Place) -> Iterator[tuple[Sandbox, httpx.Client]]:
    """A sandbox of its own, with a button, something due and a clock at a known moment."""
    clock = MovableClock(system_clock, START)
    extras = lambda: [Extra("others", "Let the others answer", lambda: "They did <it>.")]  # noqa: E731 - as callers write
    with (
        Sandbox(Workspace(place, clock), clock, extras=extras, next_due=lambda: START + timedelta(days=2)) as sandbox,
        httpx.Client(base_url=sandbox.url, headers={"HX-Request": "true"}) as web,
    ):
        yield sandbox, web


def test_the_front_door_leads_to_the_first_persons_app_home(web: httpx.Client) -> None:
    assert web.get("/").headers["location"] == f"{ADA}?tab=home"


def test_a_person_with_a_message_from_the_app_is_led_to_it(web: httpx.Client, empty: Sandbox) -> None:
    empty.workspace.post("D0ADA", empty.workspace.bot.id, "Hello")
    assert web.get("/p/U0ADA").headers["location"] == ADA


def test_a_person_is_led_to_what_is_unread(web: httpx.Client, empty: Sandbox) -> None:
    empty.workspace.post("C0GREEN", "U0BEN", "News")
    assert web.get("/p/U0ADA").headers["location"] == GREEN


@pytest.mark.parametrize("address", ["/p/U0NOBODY", "/p/U0NOBODY/C0GREEN", "/p/U0ADA/home"])
def test_an_address_of_nobody_and_nothing_says_so(web: httpx.Client, address: str) -> None:
    answer = httpx.get(web.base_url.join(address))
    assert answer.status_code == httpx.codes.NOT_FOUND
    assert "Nobody here has a place at this address." in answer.text


def test_htmx_comes_from_its_own_package_and_is_not_in_ours(web: httpx.Client) -> None:
    assert "htmx" in web.get("/static/htmx/htmx-4.min.js").text
    ours = Path(__file__).parents[3] / "sandbox" / "page" / "static"
    assert {path.name for path in ours.iterdir()} == {"icon.svg", "page.css", *SCRIPTS}
    assert not any("htmx v" in (ours / script).read_text(encoding="utf-8") for script in SCRIPTS)


def test_the_whole_page_loads_nothing_from_elsewhere(web: httpx.Client) -> None:
    page = httpx.get(web.base_url.join(GREEN)).text
    assert "page.css" in page
    assert re.findall(r'(?:src|href)="(https?:[^"]+)"', page) == []


def test_no_attribute_is_escaped_by_mistake(web: httpx.Client, empty: Sandbox) -> None:
    empty.workspace.faults.set("down")
    page = httpx.get(web.base_url.join(f"{GREEN}?inspect=1")).text
    assert re.findall(r"<[^>]+=&#3[49];", page) == []


def test_what_is_said_is_shown_escaped(web: httpx.Client) -> None:
    shown = web.post(f"{GREEN}/say", data={"text": "Hello <b> *all*"}).text
    assert "Hello &lt;b&gt; <strong>all</strong>" in shown


def test_a_message_for_one_person_is_not_shown_to_another(web: httpx.Client, empty: Sandbox) -> None:
    empty.workspace.post("C0GREEN", empty.workspace.bot.id, "Between us", only_for="U0ADA")
    assert "Only visible to you" in web.get(GREEN).text
    assert "Between us" not in web.get("/p/U0BEN/C0GREEN").text


def test_what_is_unread_is_marked_until_it_is_looked_at(web: httpx.Client, empty: Sandbox) -> None:
    empty.workspace.post("C0GREEN", "U0BEN", "News")
    assert "1 unread" in web.get(ADA).text
    web.get(GREEN)
    assert "1 unread" not in web.get(ADA).text


def test_what_mentions_somebody_is_counted_for_them(web: httpx.Client, empty: Sandbox) -> None:
    empty.workspace.post("C0GREEN", "U0BEN", "Look, <@U0ADA>")
    empty.workspace.post("C0GREEN", "U0BEN", "The bees")
    assert '1<span class="unseen"> for you' in web.get(ADA).text


def test_a_line_stands_above_the_first_unread_message(web: httpx.Client, empty: Sandbox) -> None:
    for words in ("Old", "New", "Newer"):
        message = empty.workspace.post("C0GREEN", "U0BEN", words)
        if words == "Old":
            empty.workspace.mark_read("C0GREEN", "U0ADA")
    page = httpx.get(web.base_url.join(GREEN)).text
    assert page.index("Old") < page.index('class="fresh"') < page.index("New</div>") < page.index(message.ts)


def test_a_name_after_an_at_sign_becomes_a_mention(web: httpx.Client, empty: Sandbox) -> None:
    web.post(f"{GREEN}/say", data={"text": "@ben okoro and @cyd, see #shed but not @benjamin"})
    said = empty.workspace.messages("C0GREEN", "U0ADA")[-1].text
    assert said == "<@U0BEN> and <@U0CYD>, see <#C0SHEDX> but not @benjamin"


def test_a_reaction_is_put_below_a_message_and_taken_away(web: httpx.Client, empty: Sandbox) -> None:
    message = empty.workspace.post("C0GREEN", "U0BEN", "News")
    press = {"ts": message.ts, "name": "eyes"}
    assert 'aria-label="eyes, 1: Ada Marsh"' in web.post(f"{GREEN}/react", params=press).text
    assert 'aria-label="eyes, 1: Ada Marsh"' not in web.post(f"{GREEN}/react", params=press).text


def test_a_press_that_nobody_answers_is_told_at_the_message(web: httpx.Client, empty: Sandbox) -> None:
    block = {"type": "actions", "block_id": "b", "elements": [BUTTON]}
    message = empty.workspace.post("D0ADA", empty.workspace.bot.id, "Press", [block])
    shown = web.post(f"{ADA}/press", params={"ts": message.ts, "block": "b", "action": "go"}).text
    assert "Greeter is not connected." in shown


def test_a_press_on_a_message_that_went_is_told(web: httpx.Client) -> None:
    shown = web.post(f"{ADA}/press", params={"ts": "1.000001", "block": "b", "action": "go"})
    assert shown.status_code == 200


def test_an_unknown_command_is_told_and_dismissed(web: httpx.Client) -> None:
    assert "/nonsense is not a valid command." in web.post(f"{GREEN}/say", data={"text": "/nonsense now"}).text
    assert "/nonsense" not in web.post(f"{GREEN}/dismiss").text


def test_a_required_field_keeps_the_modal_open_with_an_error_at_the_field(web: httpx.Client, empty: Sandbox) -> None:
    view = empty.workspace.open_view("U0ADA", ASKING)
    shown = web.post(f"{ADA}/submit", params={"view": view.id}, data={"name/words": ""}).text
    assert "Please complete this required field." in shown


def test_closing_a_modal_takes_it_away(web: httpx.Client, empty: Sandbox) -> None:
    view = empty.workspace.open_view("U0ADA", ASKING)
    assert "Your name" in web.get(ADA).text
    assert "Your name" not in web.post(f"{ADA}/close", params={"view": view.id}).text


def test_typed_words_are_kept_with_a_press_inside_a_modal(web: httpx.Client, empty: Sandbox) -> None:
    blocks = [*ASKING["blocks"], {"type": "actions", "block_id": "b", "elements": [BUTTON]}]
    view = empty.workspace.open_view("U0ADA", ASKING | {"blocks": blocks})
    press = {"view": view.id, "block": "b", "action": "go"}
    web.post(f"{ADA}/press", params=press, data={"name/words": "Ada"})
    kept = empty.workspace.view(view.id)
    assert kept
    assert kept.values["name"]["words"]["value"] == "Ada"


def test_a_file_can_be_sent_and_fetched(web: httpx.Client) -> None:
    shown = web.post(f"{GREEN}/say", data={"text": ""}, files={"files": ("plan.txt", b"A plan")}).text
    address = re.search(r'href="(/files-shown/[^"]+)"', shown)
    assert address
    fetched = web.get(address[1])
    assert (fetched.content, fetched.headers["content-disposition"]) == (
        b"A plan",
        "attachment; filename*=UTF-8''plan.txt",
    )
    assert "A plan</pre>" in shown


def test_a_file_for_calendars_is_a_card_with_its_name_and_its_words_come_only_as_a_download(
    web: httpx.Client, empty: Sandbox
) -> None:
    workspace = empty.workspace
    file = File("F1", "meeting.ics", "Our <meeting>", "U0ADA", 0, b"BEGIN:VCALENDAR", "text/calendar")
    workspace.keep_file(file)
    workspace.post("C0GREEN", "U0ADA", "", files=[file_json(workspace, file)])
    shown = web.get(GREEN).text
    assert "Our &lt;meeting&gt;" in shown
    assert "meeting.ics, 15 Bytes" in shown
    assert "BEGIN" not in shown
    fetched = web.get("/files-shown/F1")
    assert (fetched.text, fetched.headers["content-disposition"]) == (
        "BEGIN:VCALENDAR",
        "attachment; filename*=UTF-8''meeting.ics",
    )


def test_the_app_can_be_invited(web: httpx.Client, empty: Sandbox) -> None:
    web.post("/p/U0ADA/C0SHEDX/say", data={"text": "/invite @greeter"})
    assert empty.workspace.bot.id in empty.workspace.channel("C0SHEDX").members


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"by": "hour"}, "Mon 23 November 2026, 11:00"),
        ({"by": "morning"}, "Tue 24 November 2026, 09:00"),
        ({"by": "due"}, "Wed 25 November 2026, 10:00"),
        ({"by": "exact", "moment": "2026-12-01T08:30"}, "Tue 1 December 2026, 08:30"),
        ({"by": "exact", "moment": "2026-11-01T08:30"}, "Mon 23 November 2026, 10:00"),
        ({"by": "exact", "moment": "soon"}, "Mon 23 November 2026, 10:00"),
    ],
)
def test_the_clock_goes_where_it_is_sent_but_never_back(
    equipped: tuple[Sandbox, httpx.Client], asked: dict[str, str], words: str
) -> None:
    _, web = equipped
    assert f'<span class="wide">{words}</span>' in web.post(f"{GREEN}/clock", data=asked).text


def test_an_extra_button_does_its_work_and_says_so(equipped: tuple[Sandbox, httpx.Client]) -> None:
    sandbox, web = equipped
    web.post(f"{GREEN}/extra?extra=others")
    for _ in range(100):  # five seconds at most
        shown = web.get(GREEN).text
        if "They did" in shown:
            break
        sandbox.workspace.wait(sandbox.workspace.version, 0.05)
    assert "They did &lt;it&gt;." in shown


def test_drawings_are_numbered_in_their_order(web: httpx.Client) -> None:
    numbers = [int(web.get(GREEN).headers["page-drawn"]) for _ in range(3)]
    assert numbers == sorted(set(numbers))


def test_every_kind_of_fault_can_be_set_and_cleared(web: httpx.Client, empty: Sandbox) -> None:
    shown = web.get(GREEN).text
    assert all(f'id="fault-{name}"' in shown for name in KINDS)
    form = {"seconds": "12", "times": "3", "only": "chat.postMessage, chat.update"}
    shown = web.post(f"{GREEN}/fault?fault=rate_limited", data=form).text
    (fault,) = empty.workspace.faults.active()
    assert (fault.left, fault["seconds"], fault.only) == (3, 12, ("chat.postMessage", "chat.update"))
    assert "Rate limited" in re.findall(r'<span class="wrong-now".*', shown)[0]
    web.post(f"{GREEN}/fault?fault=down", data={"minutes": "2"})
    web.post(f"{GREEN}/mend?fault=rate_limited")
    assert [fault.kind.name for fault in empty.workspace.faults.active()] == ["down"]
    assert "wrong-now" not in web.post(f"{GREEN}/mend").text


def test_a_fault_that_makes_no_sense_is_told(web: httpx.Client, empty: Sandbox) -> None:
    assert "seconds is a number" in web.post(f"{GREEN}/fault?fault=slow", data={"seconds": "soon"}).text
    assert empty.workspace.faults.active() == ()


def test_a_reset_empties_the_place(equipped: tuple[Sandbox, httpx.Client]) -> None:
    sandbox, web = equipped
    sandbox.workspace.post("C0GREEN", "U0BEN", "News")
    assert "News" not in web.post(f"{GREEN}/reset").text


def test_the_inspector_shows_names_and_fetches_payloads(web: httpx.Client, empty: Sandbox) -> None:
    empty.workspace.record("bot->slack", "chat.postMessage", {"text": "Hi <b>"}, {"ok": True})
    number = empty.workspace.traffic()[-1].n
    assert "chat.postMessage" in web.get(f"{GREEN}?inspect=1").text
    assert "Hi &lt;b&gt;" in web.get(f"/traffic/{number}").text


def test_news_come_when_something_changes(web: httpx.Client, empty: Sandbox) -> None:
    with web.stream("GET", "/news?seen=") as news:
        lines = news.iter_lines()
        assert next(lines) == "event: changed"
        empty.workspace.post("C0GREEN", "U0BEN", "News")
        assert "event: changed" in lines


def test_a_seat_survives_its_url() -> None:
    seat = Seat("U1", "C1", tab="home", thread="1.2", inspects=True, lists=True)
    url = httpx.URL(seat.url())
    assert Seat.read("U1", "C1", dict(url.params)) == seat
