"""Two workspaces on one database, with the same people's ids in both: nothing of one is changed or told in the other.

Every button, form, shortcut and command of bot/names.py, and every event that the app listens to, is tried with each id
that the other workspace's screens carry.
"""

import shutil
from collections.abc import Iterator
from contextlib import closing as closed
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest, BoltResponse
from slack_bolt.listener import Listener
from slack_sdk.web import SlackResponse

from bot.app import build
from bot.boundary import CheckedApp, CheckedClient
from bot.carried import Draft, Forged, NewPlace, OnBoard, OnList, OnOrganisation, OnPartnership, OnRound, Pieces, Place
from bot.desk import Desk, closing, leading, moderating, voting
from bot.desk.moderating import ActionForm
from bot.fronts import Front
from bot.handlers.command import HELP
from bot.handlers.words import MOVES, WORKBOOK
from bot.members import Members
from bot.names import Action, Callback, Command, Field, Shortcut
from bot.screens import Screens
from flows import moderation as agreed
from flows import proposal
from flows.assessment import AssessmentId
from flows.people import Caller, ChannelId, Partner, PartnerId, PartnershipId, Sector, UserId, WorkspaceId
from flows.round import RoundId
from frameworks import catalog
from sandbox.server import Sandbox
from storage import assessments, outbox, partnerships
from storage.database import Database
from storage.outbox import Arrived
from storage.tables import Row
from tests.storage.place import LEA, NOON, PLACE, PRACTICES, VOICES, WORKSPACE

Json = dict[str, Any]
AWAY = WorkspaceId("T0AWAY")
OUTSIDE = Partner(PartnerId("outside"), "Northgate Carers", Sector.VOLUNTARY_SECTOR, (), "Cara")
HERE = replace(
    PLACE, leads=(LEA,), observers=(LEA,), partners=(replace(VOICES, contributors=(LEA,)), PRACTICES, OUTSIDE)
)
"""Lea is everything here."""
THERE = replace(
    HERE,
    id=PartnershipId("farland"),
    workspace=AWAY,
    channel=ChannelId("C0AWAY"),
    name="Farland",
    hosts=("Farland Trust",),
    partners=(Partner(PartnerId("far"), "Farland Practices", Sector.PRIMARY_CARE, (LEA,)),),
)
"""And there somebody has her id, and is everything too."""
CANARY = "Northgate"
SEL, MIDLANDS = "sel-2025-08", "midlands-2025-06"
LATER = NOON + timedelta(days=30)
NOW = LATER + timedelta(hours=2)
CLOSED, OPEN = RoundId("id0"), RoundId("id100")
ACT, DROPPED = "id400", "id401"
UNTOUCHED = [one for one in Row.metadata.sorted_tables if one.name not in {"audit", "audit_head", "seen"}]
"""Where nothing of one workspace may change; a denied try is recorded, and a delivery remembered."""
CHANGED = [Field.ROUND, Field.PARTNERSHIP, Field.FRAMEWORK]
"""Fields that draw their form anew as soon as something is chosen."""
MENUS = {Action.PARTNER_MENU, Action.ON_ROW, Action.ITEM, Action.ON_ACTION, *CHANGED}
"""What is chosen from a list, and not pressed."""
CLOSED_FORMS = {f"{one} closed": one for one in Callback}
WORDS = {f"typed {word}": word for word in (*MOVES, WORKBOOK, "status", "help", "hello")}
TYPED = [f"{Command.MATURITY} {word}" for word in HELP]
ARRIVED = ["app_home_opened", "member_joined_channel", "app_uninstalled", "tokens_revoked", "file_share"]
KINDS: dict[str, list[str]] = {
    "presses": [*Action, *CHANGED],
    "forms": [*Callback, *CLOSED_FORMS],
    "the rest": [*Shortcut, *TYPED, *WORDS, *ARRIVED],
}
NAMES = [name for names in KINDS.values() for name in names]
EMPTY_HANDED = {*Shortcut, *TYPED, *WORDS, *ARRIVED}
"""What carries no id of ours."""


def rated(framework: str) -> str:
    return next(one.id for one in catalog.edition(framework).subdomains if one.assessable and one.short_term)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Here a closed round that is being voted on and an open one; there an open one."""
    folder = tmp_path_factory.mktemp("two")
    with closed(Database(f"sqlite:///{folder}/kept.db")) as database:
        database.migrate()
        with database.begin() as session:
            partnerships.save(session, HERE)
            partnerships.save(session, THERE)
        start(database, NOON, 0, WORKSPACE, HERE.id, SEL)
        closing.close_due(desk(database, LATER, 50))
        with database.begin() as session:
            claimed = outbox.claim(session, LATER, "token", limit=100)
            outbox.sent(session, [Arrived(one.id, "token", "C1", "1.1") for one in claimed], LATER)
        start(database, LATER, 100, WORKSPACE, HERE.id, MIDLANDS)
        start(database, LATER, 200, AWAY, THERE.id, MIDLANDS)
        lea = Caller(WORKSPACE, LEA)
        voting.begin(desk(database, LATER, 300), lea, CLOSED, rated(SEL))
        for number in (400, 401):
            act = agreed.Action(agreed.ActionId(""), f"Northgate act {number}")
            moderating.act(desk(database, LATER, number), lea, ActionForm(CLOSED, rated(SEL), act, 0, str(number)))
    return folder


def desk(database: Database, now: Any, first: int) -> Desk:
    ids = count(first)
    return Desk(database, lambda: now, lambda: f"id{next(ids)}")


def start(  # noqa: PLR0913, PLR0917 - when, where and what
    database: Database, now: Any, first: int, workspace: WorkspaceId, place: PartnershipId, framework: str
) -> None:
    form = proposal.offered(place, "Europe/London", catalog.edition(framework), (), now)
    leading.start(desk(database, now, first), Caller(workspace, LEA), form)


class Noting(CheckedClient):
    """Says nothing to Slack, which nobody needs here, and notes what it would have said."""

    def __init__(self, slack: Sandbox) -> None:
        super().__init__(slack.workspace.place.app.tokens.bot, slack.api_url)
        self.noted: list[str] = []

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        if api_method == "auth.test":
            return super().api_call(api_method, **arguments)
        self.noted.append(str(arguments))
        raise OSError("Slack is away")


def meant(listener: Listener, request: BoltRequest) -> bool:
    """Whether this is for it; some listeners refuse what they cannot read as soon as they are asked."""
    with suppress(Forged):
        return listener.matches(req=request, resp=BoltResponse(status=200))
    return False


class Side:
    """One workspace's front, and all that is said there."""

    def __init__(self, database: Database, slack: Sandbox, workspace: WorkspaceId) -> None:
        self.database, self._workspace, self._client = database, workspace, Noting(slack)
        at = desk(database, NOW, 1000)

        def door(client: CheckedClient, screens: Screens, members: Members) -> CheckedApp:
            return build(at, client, screens, members, lambda: None)

        self._front = Front(at, self._client, door)
        self._answers: list[str] = []
        self._events = 0

    def does(self, body: Json) -> None:
        """Lea does this here."""
        answer = self._front.door.dispatch(self.by_lea(body))
        assert answer.status in {200, 404}, (body, answer.body)
        self._answers.append(str(answer.body))

    def by_lea(self, body: Json) -> BoltRequest:
        """The payload as one of hers here."""
        if "event" in body:
            self._events += 1
            said = body["event"] | {"user": LEA}
            who = {"team_id": self._workspace, "event_id": f"Ev{self._events}", "event": said}
        elif "command" in body:
            who = {"team_id": self._workspace, "user_id": LEA}
        else:
            who = {"team": {"id": self._workspace, "domain": "d"}, "user": {"id": LEA}}
        return BoltRequest(body=body | who, mode="socket_mode")

    def listeners(self) -> list[Listener]:
        """All that listens here."""
        return self._front.door._listeners  # noqa: SLF001 - Bolt does not tell it otherwise

    def told(self) -> str:
        """All that was said; waits for what is being drawn."""
        self._front.stop()
        return "\n".join([*self._answers, *self._client.noted])

    def kept(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows that are not of the other workspace's own place."""
        with self.database.read() as session:
            return {
                one.name: sorted(map(tuple, session.connection().execute(one.select())), key=str) for one in UNTOUCHED
            }


@contextmanager
def side(template: Path, folder: Path, slack: Sandbox, workspace: WorkspaceId) -> Iterator[Side]:
    shutil.copytree(template, folder / workspace)
    with closed(Database(f"sqlite:///{folder}/{workspace}/kept.db")) as database:
        yield Side(database, slack, workspace)


def mine(database: Database) -> AssessmentId:
    with database.read() as session:
        found = assessments.of_partner(session, OPEN, VOICES.id)
    assert found
    return found


def carried(database: Database) -> list[str]:
    """What the screens of Northgate carry that names anything of it."""
    assessment = mine(database)
    first = catalog.edition(MIDLANDS).subdomains[0].id
    form = proposal.offered(HERE.id, HERE.zone, catalog.edition(SEL), (), NOW)
    return [
        Place(assessment=assessment, subdomain=first, level=2).packed(),
        Pieces(assessment=assessment, subdomain=first, items=("a",)).packed(),
        OnBoard(round=CLOSED, subdomain=rated(SEL), number=1).packed(),
        *(OnBoard(round=CLOSED, subdomain=rated(SEL), action=ACT, do=do).packed() for do in ("change", "late")),
        OnBoard(round=CLOSED, subdomain=rated(SEL), action=DROPPED, do="remove").packed(),
        Draft(form=form).packed(),
        OnRound(round=OPEN).packed(),
        OnRound(round=CLOSED).packed(),
        OnOrganisation(round=OPEN, partner=OUTSIDE.id).packed(),
        NewPlace(channel=HERE.channel).packed(),
        OnPartnership(partnership=HERE.id, partner=OUTSIDE.id).packed(),
        OnList(partnership=HERE.id, file="F1").packed(),
        HERE.id,
    ]


def filled(value: str) -> tuple[list[Json], Json]:
    """The blocks of a form with every field there is, and what each holds."""
    option = {"value": value}
    held = {
        "value": "2",
        "selected_option": option,
        "selected_options": [option],
        "selected_user": UserId("U-new"),
        "selected_users": [LEA],
        "selected_date": "2026-09-30",
        "selected_time": "12:00",
        "files": [],
    }
    blocks = [{"type": "input", "block_id": f"{one} x", "element": {"action_id": one}} for one in Field]
    return blocks, {f"{one} x": {one: held} for one in Field}


def payload(name: str, value: str) -> Json:
    """A press, a form, a shortcut, a command or an event of this name, with this id wherever one could be."""
    if name in {*WORDS, *ARRIVED}:
        return event(name, value)
    blocks, held = filled(value)
    view = {
        "id": "V1",
        "root_view_id": "V1",
        "type": "modal",
        "hash": value,
        "callback_id": name,
        "private_metadata": value,
        "blocks": blocks,
        "state": {"values": held},
    }
    if name in {*Callback}:
        return {"type": "view_submission", "view": view, "trigger_id": "t"}
    if name in CLOSED_FORMS:
        return {"type": "view_closed", "view": view | {"callback_id": CLOSED_FORMS[name]}}
    if name in {*Shortcut}:
        kind = "message_action" if name == Shortcut.KEEP_EVIDENCE else "shortcut"
        where = {"channel": {"id": HERE.channel}, "message": {"ts": "1780394400.000100"}}
        return {"type": kind, "callback_id": name, "trigger_id": "t", **where}
    if name.startswith(Command.MATURITY):
        text = name.removeprefix(f"{Command.MATURITY} ")
        return {"command": Command.MATURITY, "text": text, "channel_id": HERE.channel, "trigger_id": "t"}
    action = {"action_id": name, "block_id": "b", "value": value, "action_ts": f"{NOW.timestamp():.6f}"}
    menu = (
        {"selected_option": {"value": value}}
        if name in {Action.PARTNER_MENU, Action.ON_ROW, Action.ITEM, *MENUS}
        else {}
    )
    standing = [{"type": "actions", "elements": [{"type": "button", "value": value}]}]
    return {
        "type": "block_actions",
        "trigger_id": "t",
        "actions": [action | menu],
        "view": view,
        "message": {"ts": "1.1", "blocks": standing},
        "container": {"channel_id": HERE.channel, "message_ts": "1.1"},
    }


def tries(name: str, database: Database) -> list[Json]:
    """The payloads of this name: one where nothing is carried, else one with each id."""
    values = carried(database)
    return [payload(name, value) for value in (values[:1] if name in EMPTY_HANDED else values)]


def event(name: str, value: str) -> Json:
    """What happens at the app, or is written to it; `value` stands in what was written."""
    happened: Json = {"type": name, "channel": HERE.channel, "tokens": {"bot": [LEA]}, "tab": "home"}
    if name in WORDS:
        happened = {"type": "message", "channel": "D1", "channel_type": "im", "text": WORDS[name]}
    elif name == "file_share":
        file = {"id": "F1", "name": value, "url_private_download": "https://files.slack.com/F1"}
        happened = {"type": "message", "subtype": name, "channel": "D1", "channel_type": "im", "files": [file]}
    return {"type": "event_callback", "event_time": 1, "event": happened}


def of_northgate(kept: dict[str, list[tuple[Any, ...]]], database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that name Northgate, its rounds or its assessments."""
    ids = {str(HERE.id), OPEN, CLOSED, mine(database)}
    return {table: [row for row in rows if ids & set(map(str, row))] for table, rows in kept.items()}


DONE = {"presses": 15, "forms": 8, "the rest": 8}
"""How many of them change something at home, where each finds what those before it have left."""
TOLD = {"presses": 100, "forms": 5, "the rest": 30}
"""How often the name of the place is told there."""


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_of_another_workspace_is_changed_or_told(
    template: Path, slack: Sandbox, tmp_path: Path, kind: str
) -> None:
    with side(template, tmp_path, slack, AWAY) as away:
        before = of_northgate(away.kept(), away.database)
        for name in KINDS[kind]:
            for body in tries(name, away.database):
                away.does(body)
            assert of_northgate(away.kept(), away.database) == before, name
        assert CANARY not in away.told()


def test_everything_that_listens_is_tried(template: Path, slack: Sandbox, tmp_path: Path) -> None:
    with side(template, tmp_path, slack, AWAY) as away:
        tried = [away.by_lea(body) for name in NAMES for body in tries(name, away.database)]
        assert len(away.listeners()) > 80
        assert [
            one.ack_function.__qualname__ for one in away.listeners() if not any(meant(one, body) for body in tried)
        ] == []


@pytest.mark.parametrize("kind", KINDS)
def test_at_home_the_same_payloads_do_and_tell_a_lot(template: Path, slack: Sandbox, tmp_path: Path, kind: str) -> None:
    """So the test above tries what would do something, were it not for the workspace."""
    done = 0
    with side(template, tmp_path, slack, WORKSPACE) as here:
        before = here.kept()
        for name in KINDS[kind]:
            for body in tries(name, here.database):
                here.does(body)
            before, earlier = here.kept(), before
            done += before != earlier
        assert done >= DONE[kind]
        assert here.told().count(CANARY) >= TOLD[kind]
