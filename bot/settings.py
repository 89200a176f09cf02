"""The one place that reads the environment: one immutable Settings, read once at start."""

import os
from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the bot must be told; from the environment or a file called `.env`."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: Annotated[SecretStr, Field(description="starts with xoxb-; from OAuth & Permissions")]
    slack_app_token: Annotated[SecretStr, Field(description="starts with xapp-; from Basic Information")]
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///common-view.db"

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _of_its_kind(cls, token: SecretStr, info: object) -> SecretStr:
        prefix = "xoxb-" if getattr(info, "field_name", "") == "slack_bot_token" else "xapp-"
        if not token.get_secret_value().startswith(prefix):
            raise ValueError(f"this token should start with {prefix}")
        return token


class _Kept(BaseSettings):
    """The part of the settings that has nothing to do with Slack."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True)

    database_url: str = Settings.model_fields["database_url"].default


WHERE = "Set it in the environment or in a file called .env; README.md says where to find it."


class SettingsFault(Exception):  # noqa: N818 - a fault in what we were told, in words
    """What is missing or wrong in the settings, in plain words, a line each; never a value."""


def read() -> Settings:
    """Read the settings, or raise `SettingsFault`."""
    try:
        return Settings()
    except ValidationError as fault:
        lines = []
        for one in fault.errors(include_input=False, include_url=False):
            name = str(one["loc"][0]) if one["loc"] else "settings"
            known = Settings.model_fields.get(name)
            words = "is not set" if one["type"] == "missing" else str(one["msg"]).removeprefix("Value error, ")
            lines.append(f"{name.upper()} {words}" + (f" ({known.description})" if known and known.description else ""))
        raise SettingsFault("\n".join(lines)) from None


def database_url() -> str:
    """Where answers are kept, for commands that need no Slack."""
    return _Kept().database_url


def ci() -> bool:
    """Whether a missing part of the machine is a failure rather than a skip."""
    return os.environ.get("CI") == "true"  # noqa: TID251 - this is the one place


def chromium() -> Path | None:
    """Where Debian's browser is, for the tests of the page."""
    path = Path("/usr/bin/chromium")
    return path if path.exists() else None
