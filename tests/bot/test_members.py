"""Who can be asked to answer too: what Slack says of somebody, and what they are told who choose them."""

from typing import Any

import pytest

from bot.members import REFUSED, Standing, standing
from flows.people import WorkspaceId

HERE = WorkspaceId("T1")


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ({"team_id": "T1"}, Standing.MEMBER),
        ({"team_id": "T1", "is_admin": True, "is_restricted": False}, Standing.MEMBER),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T1", "T2"]}}, Standing.MEMBER),
        ({"team_id": "T1", "is_restricted": True}, Standing.GUEST),
        ({"team_id": "T1", "is_restricted": True, "is_ultra_restricted": True}, Standing.GUEST),
        ({"team_id": "T9"}, Standing.ELSEWHERE),
        ({"team_id": "T9", "is_restricted": True}, Standing.ELSEWHERE),
        ({"team_id": "T1", "is_stranger": True}, Standing.ELSEWHERE),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T2"]}}, Standing.ELSEWHERE),
        ({}, Standing.ELSEWHERE),
        ({"team_id": "T1", "deleted": True}, Standing.LEFT),
        ({"team_id": "T1", "is_bot": True}, Standing.APP),
        ({"team_id": "T1", "id": "USLACKBOT"}, Standing.APP),
    ],
)
def test_what_slack_says_of_somebody_is_read_as_what_they_are_here(told: dict[str, Any], found: Standing) -> None:
    assert standing(told, HERE) is found


def test_only_members_are_asked_and_every_refusal_says_what_to_do_next() -> None:
    assert set(Standing) - set(REFUSED) == {Standing.MEMBER}
    assert all("choose" in reason for reason in REFUSED.values())
