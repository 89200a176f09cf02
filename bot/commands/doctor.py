"""`common-view doctor`: whether everything is as it should be, and how to mend what is not."""

from collections.abc import Iterator
from contextlib import closing
from typing import Annotated

import typer
from pydantic import SecretStr
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot import checks, settings, slack_checks
from bot.boundary import CheckedClient
from bot.checks import Finding
from bot.clock import system_clock
from bot.settings import Settings, SettingsFault, WebSettings
from bot.welcome import INSTALL
from flows.people import Partnership, WorkspaceId
from storage import installations, persons
from storage.database import Database, Unavailable
from storage.installations import TokenSeal, WrongKey


def doctor(*, http: Annotated[bool, typer.Option(help="Check what `serve --http` needs.")] = False) -> None:
    """Check the settings, the database, the keys, the clock and Slack, and say how to mend what is wrong."""
    wrong = 0
    for one in _findings(http=http):
        typer.echo(f"{'ok    ' if one.right else 'NOT OK'}  {one.what}: {one.found}")
        if not one.right:
            wrong += 1
            typer.echo(f"        To mend it: {one.mend}")
    typer.echo(f"{wrong} to mend." if wrong else "Everything is as it should be.")
    if wrong:
        raise typer.Exit(1)


def _findings(*, http: bool) -> Iterator[Finding]:
    told: Settings | WebSettings | None = None
    try:
        told = settings.web() if http else settings.read()
        yield Finding("Settings", "all there")
    except SettingsFault as fault:
        yield from (Finding("Settings", line, settings.WHERE) for line in str(fault).splitlines())
    try:
        where, keys = settings.database_url(), settings.keys_url()
    except SettingsFault:  # said above
        return
    yield from checks.machine(where, keys, system_clock())
    match told:
        case Settings():
            client = CheckedClient(told.slack_bot_token.get_secret_value(), told.slack_api_url)
            yield from slack_checks.workspace(client, _places, system_clock())
            yield from slack_checks.socket(client, told.slack_app_token.get_secret_value())
        case WebSettings(slack_bot_token=SecretStr()) if told.slack_bot_token:
            client = CheckedClient(told.slack_bot_token.get_secret_value(), told.slack_api_url)
            yield from slack_checks.workspace(client, _places, system_clock())
        case WebSettings():
            yield from _many(told)


def _many(told: WebSettings) -> Iterator[Finding]:
    """Every workspace that has a partnership, with the token that it gave when it let us in."""
    for one in _doors(told):
        if isinstance(one, Finding):
            yield one
        else:
            yield from slack_checks.workspace(one, _places, system_clock())


def _doors(told: WebSettings) -> list[CheckedClient | Finding]:
    """Each with its client, or with why there is none; nothing where the database has been found wrong above."""
    seal = TokenSeal(told.token_keys)
    try:
        with closing(Database(told.database_url, keys_url=told.keys_url)) as database, database.read() as session:
            return [_door(session, seal, one, told) for one in persons.workspaces(session)]
    except (Unavailable, DBAPIError):
        return []


def _door(session: Session, seal: TokenSeal, workspace: WorkspaceId, told: WebSettings) -> CheckedClient | Finding:
    what = f"Workspace {workspace}"
    try:
        found = installations.load(session, seal, workspace)
    except WrongKey:
        return Finding(what, "its token was sealed with another key", "Put the old key behind the new in TOKENS_KEY.")
    if found is None:
        return Finding(what, "has not let us in, or not any more", f"Install it there: {told.public_url}{INSTALL}")
    return CheckedClient(found.tokens.access, told.slack_api_url)


def _places(workspace: WorkspaceId) -> tuple[Partnership, ...]:
    return checks.places_of(settings.database_url(), settings.keys_url(), workspace)
