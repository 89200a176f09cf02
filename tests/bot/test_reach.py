"""Who can be reached, asked of the sandbox's Slack: everybody and every channel that can be in the way."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.boundary import CheckedClient
from bot.clock import system_clock
from bot.members import REFUSED
from bot.reach import STANDINGS, Reaching, lacking
from flows.people import ChannelId, Partner, PartnerId, Partnership, Sector, UserId, WorkspaceId
from flows.preflight import Channel, Hurdle, Reach
from flows.refusal import Refusal
from sandbox.clock import MovableClock
from sandbox.place import Place, read
from sandbox.server import Sandbox
from sandbox.workspace import Workspace
from tests.storage.place import PLACE

HERE = Path(__file__).parent.parent / "sandbox" / "place.yaml"
ADA, BEN, CYD, NOBODY, BOT = (UserId(one) for one in ("U0ADA", "U0BEN", "U0CYD", "U0NOBODY", "U0GREETER"))
GARDEN = WorkspaceId("T0GARDEN")
GREENHOUSE = ChannelId("C0GREEN")


def place_with(*guests: str) -> Place:
    """The garden, in which these are guests; Cyd has left."""
    garden = read(HERE)
    people = tuple(one.model_copy(update={"guest": one.id in guests}) for one in garden.people)
    return garden.model_copy(update={"people": people})


@pytest.fixture(scope="module")
def slack() -> Iterator[Sandbox]:
    clock = MovableClock(system_clock)
    with Sandbox(Workspace(place_with(BEN), clock), clock) as sandbox:
        yield sandbox


@pytest.fixture
def reaching(slack: Sandbox) -> Iterator[Reaching]:
    asking = Reaching(CheckedClient("xoxb-garden", slack.api_url))
    yield asking
    asking.stop()


@pytest.fixture
def nowhere() -> Iterator[Reaching]:
    """Where no Slack listens."""
    asking = Reaching(CheckedClient("xoxb-garden", "http://127.0.0.1:9/api/"))
    yield asking
    asking.stop()


def garden(*people: UserId, channel: ChannelId = GREENHOUSE) -> Partnership:
    partner = Partner(PartnerId("o1"), "Garden", Sector.OTHER, people)
    return replace(PLACE, workspace=GARDEN, channel=channel, partners=(partner,))


def test_somebody_who_is_here_is_reached(reaching: Reaching) -> None:
    found = reaching.look(garden(ADA))
    assert (found.channel, found.hurdles, found.not_asked) == (Channel.OURS, {}, frozenset())


@pytest.mark.parametrize(("user", "hurdle"), [(CYD, Hurdle.DEACTIVATED), (NOBODY, Hurdle.UNKNOWN), (BOT, Hurdle.APP)])
def test_whoever_cannot_be_reached_is_known_with_the_reason(reaching: Reaching, user: UserId, hurdle: Hurdle) -> None:
    assert reaching.look(garden(ADA, user)).hurdles == {user: hurdle}
    with pytest.raises(Refusal, match="choose somebody else"):
        reaching.require_person(user, GARDEN)


def test_a_guest_is_not_sure_to_be_reached_whatever_channel_they_are_in(reaching: Reaching) -> None:
    assert reaching.look(garden(BEN)).hurdles == {BEN: Hurdle.GUEST}


def test_whoever_a_launch_warns_of_cannot_be_passed_an_invitation_either() -> None:
    assert STANDINGS.keys() == REFUSED.keys()


def test_whoever_was_named_since_is_asked_about_too(reaching: Reaching) -> None:
    assert reaching.look(garden(ADA)).hurdles == {}
    assert reaching.look(garden(ADA, CYD)).hurdles == {CYD: Hurdle.DEACTIVATED}


def test_somebody_of_another_workspace_is_known_as_one(reaching: Reaching) -> None:
    elsewhere = replace(garden(ADA, channel=ChannelId("C0HIDDN")), workspace=WorkspaceId("T0OTHER"))
    assert reaching.look(elsewhere).hurdles == {ADA: Hurdle.ELSEWHERE}


@pytest.mark.parametrize(
    ("channel", "known"),
    [("C0SHEDX", Channel.WITHOUT_US), ("C0HIDDN", Channel.GONE), ("C0OLDXX", Channel.ARCHIVED), ("C0", Channel.GONE)],
)
def test_a_channel_that_is_in_the_way_is_known(reaching: Reaching, channel: str, known: Channel) -> None:
    assert reaching.look(garden(ADA, channel=ChannelId(channel))).channel is known


def test_permissions_that_are_missing_are_known(slack: Sandbox) -> None:
    said = CheckedClient("xoxb-garden", slack.api_url).auth_test()
    assert lacking(said.headers) == ()
    assert lacking({"X-OAuth-Scopes": "chat:write, commands,im:history,users:read"}) == ("files:write", "im:write")
    assert lacking({}) == ()


def test_where_slack_does_not_answer_nothing_is_claimed(nowhere: Reaching) -> None:
    assert nowhere.look(garden(ADA)) == Reach(Channel.UNKNOWN, {}, frozenset({ADA}), ())
    with pytest.raises(Refusal, match="Slack does not say who this is"):
        nowhere.require_person(ADA, GARDEN)
