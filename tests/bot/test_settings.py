"""What the bot must be told, and what it says when it was not."""

import pytest
from pydantic import ValidationError

from bot.settings import Settings

RIGHT = {"slack_bot_token": "xoxb-canary", "slack_app_token": "xapp-canary"}


def told(**changes: str) -> Settings:
    return Settings.model_validate(RIGHT | changes)


def test_tokens_are_never_shown() -> None:
    assert "canary" not in repr(told())


def test_answers_are_kept_in_a_file_here_unless_told_otherwise() -> None:
    assert told().database_url == "sqlite:///common-view.db"


@pytest.mark.parametrize(
    ("name", "token", "prefix"), [("slack_bot_token", "xapp-1", "xoxb-"), ("slack_app_token", "xoxb-1", "xapp-")]
)
def test_a_token_of_the_other_kind_is_told_apart(name: str, token: str, prefix: str) -> None:
    with pytest.raises(ValidationError, match=f"should start with {prefix}"):
        told(**{name: token})


def test_settings_never_change() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        told().database_url = "sqlite:///other.db"  # type: ignore[misc]  # that is the point
