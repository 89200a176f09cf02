"""Several workspaces in one house: what is owed in one goes out there, and nowhere else."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import payloads
from bot.clock import system_clock
from bot.desk import leading
from flows import proposal
from flows.people import Caller, ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, UserId, WorkspaceId
from frameworks import catalog
from sandbox import place
from sandbox.clock import MovableClock
from sandbox.place import Place
from sandbox.server import Sandbox
from sandbox.trial import PLACE
from sandbox.workspace import Workspace
from storage import installations, outbox, partnerships
from storage.installations import Installation, Tokens, TokenSeal
from storage.outbox import State
from tests.waiting import until
from tests.web_houses import Json, Knocking, opened, settings

EAST, WEST = WorkspaceId("T0EAST"), WorkspaceId("T0WEST")
MORNING = datetime(2026, 6, 1, 9, tzinfo=UTC)
PRIYA, MEGAN = UserId("U01PRIYA"), UserId("U05MEGAN")
Slacks = dict[WorkspaceId, Sandbox]


def slack_of(workspace: WorkspaceId) -> Place:
    there = place.read(PLACE)
    return there.model_copy(update={"team": there.team.model_copy(update={"id": workspace})}).following(there.manifest)


def partnership(workspace: WorkspaceId) -> Partnership:
    """The same people's ids and the same channel's in both: only the workspace tells them apart."""
    return Partnership(
        id=PartnershipId(f"in {workspace}"),
        workspace=workspace,
        channel=ChannelId("C01PLACE"),
        name=f"Place of {workspace}",
        hosts=("Trust",),
        zone="Europe/London",
        leads=(PRIYA,),
        partners=(Partner(PartnerId(f"p {workspace}"), f"Voices of {workspace}", Sector.VOLUNTARY_SECTOR, (MEGAN,)),),
    )


@pytest.fixture
def slacks() -> Iterator[Slacks]:
    with ExitStack() as stack:
        clocks = {one: MovableClock(system_clock, MORNING) for one in (EAST, WEST)}
        yield {
            one: stack.enter_context(Sandbox(Workspace(slack_of(one), clock), clock)) for one, clock in clocks.items()
        }


@pytest.fixture
def door(slacks: Slacks, tmp_path: Path) -> Iterator[Knocking]:
    with opened(settings(tmp_path, slacks[EAST]), slacks[EAST].clock, slacks) as found:
        for one, slack in slacks.items():
            token = Tokens(slack.workspace.place.app.tokens.bot)
            let_in = Installation(one, one, UserId("U0SANDBOX"), ("chat:write",), PRIYA, MORNING, token)
            with found.house.database.begin() as session:
                installations.save(session, TokenSeal([bytes(range(32))]), let_in)
                partnerships.save(session, partnership(one))
        yield found


def launched(door: Knocking, workspace: WorkspaceId) -> None:
    edition = catalog.edition("sel-2025-08")
    form = proposal.offered(partnership(workspace).id, "Europe/London", edition, (), MORNING)
    leading.start(door.house.desk, Caller(workspace, PRIYA), form)


def published(slack: Sandbox) -> str:
    return "".join(str(one.request) for one in slack.workspace.traffic() if one.name == "views.publish")


def said(slack: Sandbox) -> str:
    workspace = slack.workspace
    everywhere = [(channel.id, next(iter(channel.members))) for channel in workspace.channels()]
    return str([workspace.messages(channel, reader) for channel, reader in everywhere])


def test_letters_and_cards_go_out_in_their_own_workspace(door: Knocking, slacks: Slacks) -> None:
    for one in (EAST, WEST):
        launched(door, one)
    door.house.heartbeat.beat()
    for here, there in ((EAST, WEST), (WEST, EAST)):
        told = said(slacks[here])
        assert f"Place of {here}" in told
        assert there not in told


def test_a_press_is_answered_in_the_workspace_it_comes_from(door: Knocking, slacks: Slacks) -> None:
    before = {one: len(slack.workspace.traffic()) for one, slack in slacks.items()}
    home: Json = {
        "type": "event_callback",
        "team_id": WEST,
        "event_id": "Ev1",
        "event": {"type": "app_home_opened", "user": PRIYA, "tab": "home", "channel": "D1"},
        "authorizations": [{"team_id": WEST, "user_id": "U0SANDBOX"}],
    }
    assert door.sends(home).status_code == 200
    until(lambda: published(slacks[WEST]))
    assert f"Place of {WEST}" in published(slacks[WEST])
    assert len(slacks[EAST].workspace.traffic()) == before[EAST]


def test_what_is_owed_where_we_were_sent_away_waits_and_the_others_get_theirs(door: Knocking, slacks: Slacks) -> None:
    for one in (EAST, WEST):
        launched(door, one)
    door.house.sent_away(EAST, MORNING.replace(hour=12))
    door.house.heartbeat.beat()
    assert f"Place of {EAST}" not in said(slacks[EAST])
    assert f"Place of {WEST}" in said(slacks[WEST])
    told = door.client.get("/metrics").text
    with door.house.database.read() as session:
        waiting = outbox.counts(session)[State.PENDING]
    assert f"common_view_held_notices {float(waiting)}" in told
    assert 'common_view_workspaces{state="left"} 1.0' in told


def test_somebody_of_another_workspace_in_a_shared_channel_is_a_stranger_here(door: Knocking) -> None:
    """Slack Connect: the event comes for our installation, whatever workspace its author is of."""
    launched(door, WEST)
    pressed: Json = {
        "type": "view_submission",
        "team": {"id": EAST},
        "user": {"id": "U0STRANGER", "team_id": EAST},
        "view": {"app_installed_team_id": WEST, "callback_id": "attest_form", "id": "V1", "hash": "1", "blocks": []}
        | {"type": "modal", "private_metadata": "{}", "state": {"values": {}}},
        "trigger_id": "1.1",
    }
    assert payloads.caller(pressed) == Caller(WEST, UserId("U0STRANGER"))
    answer = door.sends(pressed)
    assert answer.status_code == 200
    assert "Place of" not in answer.text
