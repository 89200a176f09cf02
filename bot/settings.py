"""The one place that reads the environment: one immutable Settings, read once at start."""

import os
from base64 import b64decode
from binascii import Error as NotBase64
from pathlib import Path
from typing import Annotated, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL

from storage.engine import UnknownDatabase, address


def apart(url: str, info: ValidationInfo) -> str:
    """For a file there is a place beside it; a server's keys have to be where every process finds them."""
    if not url and not str(info.data.get("database_url", "")).startswith("sqlite"):
        raise ValueError("has to be set when answers are kept in a database server")
    if url and _place(url) == _place(str(info.data.get("database_url", ""))):
        raise ValueError("has to be another place than DATABASE_URL, or a copy of one is a copy of both")
    return url


def _place(url: str) -> object:
    """What is the same for two ways to write one address, or for two users of one database."""
    try:
        where: URL = address(url)
    except UnknownDatabase:  # said when it is opened
        return url
    if where.get_backend_name() == "sqlite":
        return Path(where.database or "").resolve()
    return where.host or where.query.get("host"), where.port or 5432, where.database


def starting_with_xoxb(token: SecretStr | None) -> SecretStr | None:
    """A bot's token, and not one of the other kinds that Slack shows beside it."""
    if token and not token.get_secret_value().startswith("xoxb-"):
        raise ValueError("this token should start with xoxb-")
    return token


class Settings(BaseSettings):
    """What the bot must be told; from the environment or a file called `.env`.

    A line with nothing behind its = says nothing, as in an `.env` that was copied and not filled in whole.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, validate_default=True
    )

    slack_bot_token: Annotated[SecretStr, Field(description="starts with xoxb-; from OAuth & Permissions")]
    slack_app_token: Annotated[SecretStr, Field(description="starts with xapp-; from Basic Information")]
    slack_api_url: str = "https://slack.com/api/"
    database_url: str = "sqlite:///common-view.db"
    keys_url: Annotated[str, Field(description="where the keys of open rounds are kept, apart from answers")] = ""
    metrics_port: Annotated[int, Field(ge=0, le=65535, description="a port such as 9464; 0 for none")] = 0
    metrics_host: str = "127.0.0.1"

    _bot_token = field_validator("slack_bot_token")(starting_with_xoxb)

    @field_validator("slack_app_token")
    @classmethod
    def _of_its_kind(cls, token: SecretStr) -> SecretStr:
        if not token.get_secret_value().startswith("xapp-"):
            raise ValueError("this token should start with xapp-")
        return token

    _keys_apart = field_validator("keys_url")(apart)


class WebSettings(BaseSettings):
    """What it must be told when Slack reaches it by HTTP: for one workspace its token, for many what OAuth needs.

    OAuth's names are our own: Bolt takes SLACK_CLIENT_ID, where it finds it, for leave to keep tokens in files.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True, validate_default=True
    )

    slack_signing_secret: Annotated[SecretStr, Field(min_length=8, description="from Basic Information")]
    slack_bot_token: Annotated[SecretStr | None, Field(description="starts with xoxb-; for one workspace only")] = None
    oauth_client_id: Annotated[str, Field(description="from Basic Information; for many workspaces")] = ""
    oauth_client_secret: Annotated[SecretStr | None, Field(description="from Basic Information")] = None
    tokens_key: Annotated[SecretStr | None, Field(description="make one with: openssl rand -base64 32")] = None
    public_url: Annotated[str, Field(description="where this is reached, such as https://view.example.nhs.uk")] = ""
    slack_api_url: str = Settings.model_fields["slack_api_url"].default
    database_url: str = Settings.model_fields["database_url"].default
    keys_url: Annotated[str, Settings.model_fields["keys_url"]] = ""

    _bot_token = field_validator("slack_bot_token")(starting_with_xoxb)
    _keys_apart = field_validator("keys_url")(apart)

    @field_validator("tokens_key")
    @classmethod
    def _whole(cls, keys: SecretStr | None) -> SecretStr | None:
        if keys is not None and any(len(one) != KEY_SIZE for one in _decoded(keys)):
            raise ValueError(f"has to be {KEY_SIZE} bytes in base64, or several such keys with commas between")
        return keys

    @field_validator("public_url")
    @classmethod
    def _address(cls, url: str) -> str:
        if url and (urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc):
            raise ValueError("should look like https://view.example.nhs.uk")
        return url.rstrip("/")

    @model_validator(mode="after")
    def _one_or_many(self) -> Self:
        if self.slack_bot_token:
            if self.oauth_client_id:
                raise ValueError("SLACK_BOT_TOKEN is for one workspace and OAUTH_CLIENT_ID for many: set one of them")
            return self
        many = ("oauth_client_id", "oauth_client_secret", "tokens_key", "public_url")
        missing = [name.upper() for name in many if not getattr(self, name)]
        if len(missing) == len(many):
            raise ValueError(f"Either SLACK_BOT_TOKEN has to be set, or all of {', '.join(missing)}")
        if missing:
            raise ValueError(f"For many workspaces {', '.join(missing)} has to be set too")
        return self

    @property
    def token_keys(self) -> tuple[bytes, ...]:
        """The keys that seal tokens, the present one first."""
        return _decoded(self.tokens_key) if self.tokens_key else ()


KEY_SIZE = 32


def _decoded(keys: SecretStr) -> tuple[bytes, ...]:
    try:
        return tuple(b64decode(one, validate=True) for one in keys.get_secret_value().split(","))
    except (NotBase64, ValueError):
        return (b"",)


class Calls(BaseSettings):
    """The part of the settings that calling Slack needs."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    slack_bot_token: Annotated[SecretStr, Settings.model_fields["slack_bot_token"]]
    slack_api_url: str = Settings.model_fields["slack_api_url"].default


class _Kept(BaseSettings):
    """The part of the settings that has nothing to do with Slack."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    database_url: str = Settings.model_fields["database_url"].default
    keys_url: str = ""


Some = TypeVar("Some", bound=BaseSettings)
WHERE = "Set it in the environment or in a file called .env in this folder; README.md and docs/operating.md say more."


class SettingsFault(Exception):  # noqa: N818 - a fault in what we were told, in words
    """What is missing or wrong in the settings, in plain words, a line each; never a value."""


def read() -> Settings:
    """Read the settings, or raise `SettingsFault`."""
    return _read(Settings)


def web() -> WebSettings:
    """Read the settings for Slack by HTTP, or raise `SettingsFault`."""
    return _read(WebSettings)


def calls() -> Calls:
    """Read what calling Slack needs, for commands that do not connect, or raise `SettingsFault`."""
    return _read(Calls)


def _read(kind: type[Some]) -> Some:
    try:
        return kind()
    except OSError as fault:
        raise SettingsFault(f".env cannot be read by who runs this: {fault.strerror}") from None
    except UnicodeDecodeError:
        raise SettingsFault(".env is not text in UTF-8; save it as UTF-8") from None
    except ValidationError as fault:
        lines = []
        for one in fault.errors(include_input=False, include_url=False):
            words = "is not set" if one["type"] == "missing" else str(one["msg"]).removeprefix("Value error, ")
            if not one["loc"]:  # about several of them, which the words name
                lines.append(words)
                continue
            name = str(one["loc"][0])
            known = kind.model_fields.get(name)
            lines.append(f"{name.upper()} {words}" + (f" ({known.description})" if known and known.description else ""))
        raise SettingsFault("\n".join(lines)) from None


def database_url() -> str:
    """Where answers are kept, for commands that need no Slack; raises `SettingsFault`."""
    return _read(_Kept).database_url


def keys_url() -> str:
    """Where the keys of open rounds are kept, for the same; empty for the usual place."""
    return _read(_Kept).keys_url


def ci() -> bool:
    """Whether a missing part of the machine is a failure rather than a skip."""
    return os.environ.get("CI") == "true"  # noqa: TID251 - this is the one place


def chromium() -> Path | None:
    """Where Debian's browser is, for the tests of the page."""
    path = Path("/usr/bin/chromium")
    return path if path.exists() else None
