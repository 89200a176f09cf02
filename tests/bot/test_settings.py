"""What the bot must be told, and what it says when it was not."""

from base64 import b64encode
from contextlib import chdir
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot import settings
from bot.settings import Settings, WebSettings

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


def test_a_database_server_needs_a_place_for_keys_of_its_own() -> None:
    with pytest.raises(ValidationError, match="has to be set when answers are kept in a database server"):
        told(database_url="postgresql://bot@db/common_view")
    with pytest.raises(ValidationError, match="another place than DATABASE_URL"):
        told(database_url="postgresql://bot@db/common_view", keys_url="postgresql://bot@db/common_view")
    assert told(database_url="postgresql://bot@db/common_view", keys_url="postgresql://bot@db/keys").keys_url


@pytest.mark.parametrize(
    ("answers", "keys"),
    [
        ("sqlite:///kept.db", "sqlite:///./kept.db"),
        ("sqlite:////var/kept.db", "sqlite+pysqlite:////var/lib/../kept.db"),
        ("postgresql://bot:secret@db/common_view", "postgres://keys:other@db:5432/common_view"),
    ],
)
def test_one_place_for_both_is_found_however_it_is_written(answers: str, keys: str) -> None:
    with pytest.raises(ValidationError, match="another place than DATABASE_URL"):
        told(database_url=answers, keys_url=keys)


def test_a_setting_that_is_left_empty_is_not_set(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=\nSLACK_APP_TOKEN=xapp-1\nDATABASE_URL=\nMETRICS_PORT=\n")
    with chdir(tmp_path):
        assert settings.database_url() == told().database_url
        with pytest.raises(settings.SettingsFault) as fault:
            settings.read()
    assert str(fault.value) == "SLACK_BOT_TOKEN is not set (starts with xoxb-; from OAuth & Permissions)"


def test_nothing_listens_unless_asked_and_then_for_this_machine_only() -> None:
    assert (told().metrics_port, told(metrics_port="9464").metrics_host) == (0, "127.0.0.1")


def test_a_file_has_a_place_for_keys_beside_it() -> None:
    assert told().keys_url == ""


KEY = b64encode(bytes(32)).decode()
SECRET = {"slack_signing_secret": "canary-secret"}
ONE = SECRET | {"slack_bot_token": "xoxb-canary"}
MANY = SECRET | {
    "oauth_client_id": "1.2",
    "oauth_client_secret": "canary-secret",
    "tokens_key": KEY,
    "public_url": "https://view.example.nhs.uk/",
}


def test_by_http_it_is_for_one_workspace_or_for_many() -> None:
    assert WebSettings.model_validate(ONE).token_keys == ()
    assert WebSettings.model_validate(MANY).token_keys == (bytes(32),)
    assert WebSettings.model_validate(MANY).public_url == "https://view.example.nhs.uk"
    assert "canary" not in repr(WebSettings.model_validate(MANY | ONE | {"oauth_client_id": ""}))


WRONG = [
    (SECRET, "Either SLACK_BOT_TOKEN has to be set, or all of OAUTH_CLIENT_ID"),
    (MANY | {"tokens_key": None}, "For many workspaces TOKENS_KEY has to be set too"),
    (MANY | ONE, "set one of them"),
    (MANY | {"tokens_key": "short"}, "32 bytes in base64"),
    (MANY | {"tokens_key": f"{KEY},short"}, "32 bytes in base64"),
    (MANY | {"public_url": "view.example"}, "should look like https"),
    (ONE | {"slack_bot_token": "xapp-1"}, "should start with xoxb-"),
    (ONE | {"slack_signing_secret": ""}, "at least 8"),
    (ONE | {"database_url": "postgresql://x/y"}, "has to be set when answers are kept in a database server"),
]


@pytest.mark.parametrize(("told", "words"), WRONG)
def test_what_is_missing_or_wrong_by_http_is_said(told: dict[str, str | None], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        WebSettings.model_validate(told)


def test_keys_can_be_changed_one_after_the_other() -> None:
    other = b64encode(bytes(range(32))).decode()
    told_both = WebSettings.model_validate(MANY | {"tokens_key": f"{other},{KEY}"})
    assert told_both.token_keys == (bytes(range(32)), bytes(32))
