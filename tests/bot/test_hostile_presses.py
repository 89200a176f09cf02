"""Every button, form, shortcut and command with another organisation's ids: it stays as it is and nothing is told.

Tried by somebody who answered for it once and is at another one now, and by the lead.
"""

from collections.abc import Iterator
from contextlib import closing as closed_at_the_end
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import BoltRequest
from slack_sdk.errors import SlackRequestError
from slack_sdk.web import SlackResponse

from bot.app import build
from bot.boundary import CheckedClient
from bot.carried import OnBoard, OnPartnership, OnRound, Pieces, Place
from bot.handlers.command import HELP
from bot.members import Members
from bot.names import Action, Callback, Command, Field, Shortcut
from bot.screens import Screens
from flows.answer import Answer
from flows.assessment import AssessmentId
from flows.people import PartnerId, UserId
from frameworks import catalog
from sandbox.server import Sandbox
from storage import assessments, partnerships
from storage.database import Database
from tests import closings
from tests.closings import HERE, answered, begun, level, partners
from tests.storage.place import LEA, PLACE
from tests.walks import SEL, a_round

Json = dict[str, Any]
CANARY = "Hedgehogs meet at the weir"
MINE = AssessmentId("as-org-0")
RIVAL = UserId("U-1")
NAMES = [*Action, *Callback, *Shortcut, *(f"{Command.MATURITY} {word}" for word in HELP)]
WORLD_ENDS = {Callback.CANCEL_ROUND, Callback.REMOVE_PARTNER, Callback.EDIT_PARTNER}
"""What a lead may do, and after which there is nothing left to look at."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[closings.Place]:
    """Four organisations have answered; the first one's every word is a canary."""
    with closed_at_the_end(Database(f"sqlite:///{tmp_path}/kept.db")) as database:
        database.migrate()
        begun_now = begun(database, 4)
        answered(begun_now, 4, _said)
        with database.begin() as session:
            here = replace(PLACE, leads=(LEA,), partners=partners(4), observers=(UserId("U-ola"),))
            partnerships.save(session, here)
            assessments.save_sitting(session, MINE, assessments.sitting(session, MINE, RIVAL))
        yield begun_now


def _said(organisation: int, subdomain: str) -> Answer:
    given = level(organisation, subdomain)
    return given if organisation else replace(given, evidence=CANARY, comment=CANARY, reason=CANARY)


ROUND = a_round(catalog.edition(SEL))
OF_A_WALK = [
    Place(assessment=MINE, subdomain=HERE, level=4, seen=1).packed(),
    Pieces(assessment=MINE, subdomain=HERE, items=("a",)).packed(),
]
OF_A_LEAD = [
    OnBoard(round=ROUND.id, subdomain=HERE).packed(),
    OnRound(round=ROUND.id).packed(),
    OnPartnership(partnership=PLACE.id, partner=PartnerId("org-0")).packed(),
]
CARRIED = {RIVAL: OF_A_WALK, LEA: OF_A_LEAD}


class Noting(CheckedClient):
    """Slack's client, which keeps a copy of all that it says."""

    def __init__(self, token: str, base_url: str) -> None:
        super().__init__(token, base_url)
        self.said: list[str] = []

    def api_call(self, api_method: str, **arguments: Any) -> SlackResponse:
        """Note it, and say it where something is asked; what is only shown needs no reader."""
        self.said.append(str(arguments))
        if api_method.startswith(("views.", "chat.")):
            raise SlackRequestError("nobody looks")
        return super().api_call(api_method, **arguments)


def payload(user: UserId, name: str, value: str) -> Json:
    """A press, a form, a shortcut or a command of this name, with this id wherever one could be."""
    who: Json = {"team": {"id": PLACE.workspace, "domain": "d"}, "user": {"id": user}, "trigger_id": "t"}
    held = {"value": "x", "selected_option": {"value": value}, "selected_users": [user], "selected_user": user}
    view = {
        "id": "V1",
        "root_view_id": "V1",
        "type": "modal",
        "hash": f"{user} {value}",
        "callback_id": name,
        "private_metadata": value,
        "blocks": [{"type": "input", "block_id": f"{one} x", "element": {"action_id": one}} for one in Field],
        "state": {"values": {f"{one} x": {one: held} for one in Field}},
    }
    if name in {*Callback}:
        return who | {"type": "view_submission", "view": view}
    if name in {*Shortcut}:
        kind = "message_action" if name == Shortcut.KEEP_EVIDENCE else "shortcut"
        where = {"channel": {"id": PLACE.channel}, "message": {"ts": "1780394400.000100"}}
        return who | {"type": kind, "callback_id": name} | where
    if name.startswith(Command.MATURITY):
        said = {"command": Command.MATURITY, "text": name.split()[1], "channel_id": PLACE.channel, "trigger_id": "t"}
        return said | {"team_id": PLACE.workspace, "user_id": user}
    action = {"action_id": name, "block_id": "b", "value": value, "action_ts": "1780394400.000100"}
    standing = [{"type": "actions", "elements": [{"type": "button", "value": value}]}]
    return who | {
        "type": "block_actions",
        "actions": [action | {"selected_option": {"value": value}}],
        "view": view,
        "message": {"ts": "1.1", "blocks": standing},
        "container": {"channel_id": PLACE.channel, "message_ts": "1.1"},
    }


def told(place: closings.Place, slack: Sandbox, payloads: Iterator[Json]) -> str:
    """All that this house says to these, in its acknowledgements and to Slack."""
    client = Noting(slack.workspace.place.app.tokens.bot, slack.api_url)
    screens, members = Screens(place.desk, client), Members(client)
    door = build(place.desk, client, screens, members, lambda: None)
    answers = [str(door.dispatch(BoltRequest(body=one, mode="socket_mode")).body) for one in payloads]
    screens.stop()
    members.stop()
    return "\n".join([*answers, *client.said])


def kept(place: closings.Place) -> object:
    with place.database.read() as session:
        return assessments.load(session, place.round.id, PartnerId("org-0"))


@pytest.mark.parametrize("user", CARRIED)
def test_nobody_learns_or_changes_what_another_organisation_answered(
    place: closings.Place, slack: Sandbox, user: UserId
) -> None:
    before = kept(place)
    names = [one for one in NAMES if user != LEA or one not in WORLD_ENDS]
    said = told(place, slack, (payload(user, name, value) for name in names for value in CARRIED[user]))
    assert CANARY not in said
    assert kept(place) == before


def test_its_own_people_are_told_by_the_same_presses(place: closings.Place, slack: Sandbox) -> None:
    """So the test above presses what would tell."""
    presses = (payload(UserId("U-0"), name, OF_A_WALK[0]) for name in (Action.MY_ANSWERS, Action.READ_ANSWER))
    assert CANARY in told(place, slack, presses)
