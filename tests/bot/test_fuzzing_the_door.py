"""Whatever stands in a payload, at any listener: nobody meets a bug, and a stranger changes nothing."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel
from slack_bolt import BoltRequest
from structlog.testing import capture_logs

from bot import app as house
from bot import carried
from bot.boundary import CheckedApp, CheckedClient
from bot.carried import Draft, NewPlace, OnBoard, OnItem, OnList, OnOrganisation, OnPartnership, OnRound, Pieces, Place
from bot.desk import Desk
from bot.handlers.command import HELP
from bot.handlers.words import MOVES, WORKBOOK
from bot.members import Members
from bot.names import Action, Callback, Command, Field, Shortcut
from bot.screens import Screens
from flows import proposal
from flows.assessment import AssessmentId
from frameworks import catalog
from sandbox.server import Sandbox
from storage import assessments, moderations, partnerships, rounds
from storage.database import Database
from tests.storage.place import PLACE
from tests.walks import NOON, SEL, a_round

Json = dict[str, Any]
MOMENT = "1780394400.000100"
RUNNING = a_round(catalog.edition(SEL))
FIRST = RUNNING.subdomains[0]
FORM = proposal.offered(PLACE.id, PLACE.zone, catalog.edition(SEL), (), NOON)
MINE = {one.id: AssessmentId(f"as-{one.id}") for one in PLACE.partners}
PEOPLE = [PLACE.leads[0], *PLACE.partners[0].contributors, "U-mallory"]
KINDS = [one for one in vars(carried).values() if isinstance(one, type) and issubclass(one, BaseModel)]


class Door:
    """The house's door with a round behind it, and a Slack in front."""

    def __init__(self, folder: Path, client: CheckedClient) -> None:
        self.database = Database(f"sqlite:///{folder}/common-view.db")
        self.database.migrate()
        self.desk = Desk(self.database, lambda: NOON, iter(map(str, range(10**9))).__next__)
        with self.database.begin() as session:
            partnerships.save(session, PLACE)
            rounds.add(session, RUNNING, MINE)
        self.screens, self.members = Screens(self.desk, client), Members(client)
        self.app = CheckedApp(client=client, process_before_response=True, token_verification_enabled=False)
        house.listen(self.app, self.desk, self.screens, self.members, lambda: None)

    def knocked(self, body: Json) -> tuple[int, str, list[Any]]:
        """The answer to a payload, and what was logged on the way."""
        with capture_logs() as logs:
            response = self.app.dispatch(BoltRequest(body=body, mode="socket_mode"))
        return response.status, str(response.body), [dict(one) for one in logs]

    def state(self) -> list[object]:
        """All that is kept of the partnership."""
        with self.database.read() as session:
            return [
                partnerships.load(session, PLACE.id),
                rounds.of_partnership(session, PLACE.id),
                assessments.of_round(session, RUNNING.id),
                moderations.load(session, RUNNING.id),
            ]

    def close(self) -> None:
        self.screens.stop()
        self.members.stop()
        self.database.close()


@pytest.fixture(scope="module")
def door(slack: Sandbox, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    client = CheckedClient(slack.workspace.place.app.tokens.bot, slack.api_url)
    found = Door(tmp_path_factory.mktemp("door"), client)
    yield found
    found.close()


TEXT = st.text(max_size=30) | st.sampled_from(
    ["", "0", "-1", "null", "[]", "{}", "\ud800", "\x00", "1e999", "x" * 4000]
)
LOOSE = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
NAMES = sorted({name for kind in KINDS for name in kind.model_fields})
REAL = [
    *(
        Place(assessment=one, subdomain=RUNNING.subdomains[0], level=n).packed()
        for one in MINE.values()
        for n in (2, 9)
    ),
    *(OnRound(round=RUNNING.id, page=page).packed() for page in (0, -5)),
    OnOrganisation(round=RUNNING.id, partner=PLACE.partners[0].id).packed(),
    json.dumps({"partnership": PLACE.id}),
    *(json.dumps({"channel": "C1", "ts": ts, "team": "t"}) for ts in (MOMENT, "soon", "1e999", "-1e15")),
    json.dumps({"assessment": MINE[PLACE.partners[1].id], "subdomain": "x", "items": ["a"], "ts": MOMENT}),
    Draft(form=FORM).packed(),
    NewPlace(channel=PLACE.channel).packed(),
    OnBoard(round=RUNNING.id, subdomain=FIRST, number=1).packed(),
    OnBoard(round=RUNNING.id, action="a", do="late").packed(),
    OnItem(item="a", do="remove").packed(),
    OnList(partnership=PLACE.id, file="F1").packed(),
    OnPartnership(partnership=PLACE.id, partner=PLACE.partners[0].id).packed(),
    Pieces(assessment=MINE[PLACE.partners[0].id], subdomain=FIRST, items=("a",)).packed(),
    PLACE.id,
    "level-1-plain",
    "level-10-leaning",
    "yes",
]
"""What screens of this place could carry, in the wrong places too."""
MADE_UP = st.dictionaries(st.sampled_from(NAMES), LOOSE, max_size=4).map(json.dumps)
CARRIED = st.sampled_from(REAL) | TEXT | MADE_UP
OPTION = st.none() | CARRIED.map(lambda value: {"value": value})
HELD = st.fixed_dictionaries(
    {},
    optional={
        "value": st.none() | TEXT,
        "selected_option": OPTION,
        "selected_options": st.lists(CARRIED.map(lambda value: {"value": value}), max_size=3),
        "selected_user": st.none() | st.sampled_from(PEOPLE) | TEXT,
        "selected_users": st.lists(st.sampled_from(PEOPLE), max_size=3),
        "selected_date": st.none() | st.dates().map(str) | TEXT,
        "selected_time": st.none() | st.times().map("{:%H:%M}".format) | TEXT,
        "files": st.lists(st.fixed_dictionaries({"id": TEXT, "name": TEXT, "url_private_download": TEXT}), max_size=2),
    },
)
"""Whatever an element of a form may hold, and more than any one holds."""


@st.composite
def views(draw: st.DrawFn, name: str) -> Json:
    """A form of this name, or a page with a button of this name."""
    fields = draw(st.lists(st.sampled_from(Field), unique=True, min_size=1, max_size=6))
    return {
        "id": "V1",
        "type": draw(st.sampled_from(["modal", "home"])),
        "hash": draw(TEXT),
        "callback_id": name,
        "private_metadata": draw(CARRIED),
        "blocks": [{"type": "input", "block_id": f"{one} x", "element": {"action_id": one}} for one in fields],
        "state": {"values": {f"{one} x": {one: draw(HELD)} for one in fields}},
    }


@st.composite
def presses(draw: st.DrawFn, name: str) -> Json:
    value = draw(CARRIED)
    action = draw(HELD) | {"action_id": name, "block_id": "b", "value": value}
    action["action_ts"] = draw(TEXT | st.just(MOMENT))
    where: Json = {"view": draw(views(Callback.ANSWER))}
    if draw(st.booleans()):
        blocks = [{"type": "actions", "elements": [{"type": "button", "value": value}]}]
        where |= {"message": {"ts": MOMENT, "blocks": blocks}, "channel": {"id": "D1"}}
        where["container"] = {"channel_id": "D1", "message_ts": MOMENT}
    return {"type": "block_actions", "trigger_id": "t", "actions": [action], **where}


MESSAGES = st.fixed_dictionaries(
    {"type": st.just("message"), "channel": st.just("D1"), "channel_type": st.just("im"), "text": st.none() | TEXT},
    optional={
        "subtype": st.sampled_from(["file_share", "message_changed"]),
        "files": st.lists(
            st.dictionaries(st.sampled_from(["id", "name", "title", "size", "permalink"]), TEXT), max_size=3
        ),
    },
)
MADE_OF = st.dictionaries(st.sampled_from(["bot", "oauth"]), st.lists(TEXT, max_size=2))
WORDS = [*MOVES, WORKBOOK, "status", "help"]
CHANGED = [Field.ROUND, Field.PARTNERSHIP, Field.FRAMEWORK, Field.SCOPES]
"""Fields that draw their form anew as soon as something is chosen, and one that does not."""
EVENTS = ["app_home_opened", "member_joined_channel", "app_uninstalled", "tokens_revoked"]
WHEN = st.integers(0, 2**37)


def about(name: str, tokens: Json | None) -> Json:
    return {"type": name, "channel": "C9", "tokens": tokens}


def saying(message: Json, word: str) -> Json:
    return message | {"text": word}


def form(kind: str, name: str) -> st.SearchStrategy[Json]:
    return st.builds(lambda view: {"type": kind, "view": view, "trigger_id": "t"}, views(name))


def shortcut(name: str) -> Json:
    kind = "message_action" if name == Shortcut.KEEP_EVIDENCE else "shortcut"
    return {"type": kind, "callback_id": name, "trigger_id": "t", "channel": {"id": "C1"}, "message": {"ts": MOMENT}}


def command(text: str) -> Json:
    return {"command": Command.MATURITY, "text": text, "channel_id": "C1", "trigger_id": "t"}


def happened(events: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.builds(
        lambda event, key, at: {"type": "event_callback", "event_id": key, "event_time": at, "event": event},
        events,
        st.uuids().map(str),
        WHEN,
    )


PAYLOADS: dict[str, st.SearchStrategy[Json]] = {
    **{f"{name} pressed": presses(name) for name in (*Action, *CHANGED)},
    **{f"{name} submitted": form("view_submission", name) for name in Callback},
    **{f"{name} closed": form("view_closed", name) for name in Callback},
    **{f"{name} used": st.just(shortcut(name)) for name in Shortcut},
    **{f"{word} commanded": st.just(command(word)) for word in HELP},
    "anything commanded": TEXT.map(command),
    "anything written": happened(MESSAGES),
    **{f"{word} written": happened(st.builds(saying, MESSAGES, st.just(word))) for word in WORDS},
    **{f"{name} happened": happened(st.builds(about, st.just(name), st.none() | MADE_OF)) for name in EVENTS},
}
"""By what it is meant for, so that every listener gets its share."""


def sent_by(user: str, body: Json) -> Json:
    """The payload as one of this person's."""
    who: Json = {"team_id": PLACE.workspace, "user_id": user}
    if "command" in body:
        return body | who
    if "event" in body:
        return body | {"team_id": PLACE.workspace, "event": body["event"] | {"user": user}}
    return body | {"team": {"id": PLACE.workspace}, "user": {"id": user}}


@pytest.mark.parametrize("kind", PAYLOADS)
@given(data=st.data(), user=st.sampled_from(PEOPLE))
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_whatever_stands_in_a_payload_nobody_meets_a_bug(door: Door, kind: str, data: st.DataObject, user: str) -> None:
    status, said, logs = door.knocked(sent_by(user, data.draw(PAYLOADS[kind])))
    assert [one for one in logs if one["log_level"] in {"error", "critical"}] == []
    assert status in {200, 404}
    assert "Traceback" not in said


def pressed(action: Action, value: str) -> Json:
    return {"type": "block_actions", "trigger_id": "t", "actions": [{"action_id": action, "value": value}]}


@given(body=st.one_of(*PAYLOADS.values()))
@example(pressed(Action.CHOOSE_LEVEL, REAL[0]))
@example(pressed(Action.CHECK_AND_SUBMIT, REAL[0]))
@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_a_stranger_changes_nothing(door: Door, body: Json) -> None:
    before = door.state()
    door.knocked(sent_by("U-mallory", body))
    assert door.state() == before
