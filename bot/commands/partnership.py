"""`common-view partnership`: set up a partnership from a file."""

from pathlib import Path
from typing import Annotated

import typer
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import partnership_file, settings
from bot.boundary import CheckedClient
from flows.people import UserId, WorkspaceId
from frameworks.catalog import Faulty
from storage import partnerships
from storage.database import Database

app = typer.Typer(no_args_is_help=True, help="Set up the partnership that the bot works for.")


@app.command()
def load(file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]) -> None:
    """Load a partnership from a YAML file; loading it again brings it up to date."""
    try:
        entry = partnership_file.read(file.read_text("utf-8-sig"))
        told = settings.read()
    except Faulty as no:
        for fault in no.faults:
            typer.echo(f"{file}:{fault.line}: {fault.message}", err=True)
        raise typer.Exit(1) from None
    except settings.SettingsFault as fault:
        typer.echo(f"The file is sound, but the settings are not:\n{fault}\n{settings.WHERE}", err=True)
        raise typer.Exit(1) from None
    except UnicodeDecodeError:
        typer.echo(f"{file} is not text in UTF-8; save it as UTF-8.", err=True)
        raise typer.Exit(1) from None
    client = CheckedClient(told.slack_bot_token.get_secret_value(), told.slack_api_url)
    try:
        workspace = WorkspaceId(str(client.auth_test()["team_id"]))
        place = partnership_file.partnership(entry, workspace, lambda person: _member(client, person))
    except SlackApiError as fault:
        typer.echo(f"Slack answered: {fault.response.get('error')}.", err=True)
        raise typer.Exit(1) from None
    database = Database(told.database_url)
    database.migrate()
    with database.begin() as session:
        partnerships.save(session, place)
    database.close()
    typer.echo(f"{place.name} is set up with {len(place.partners)} organisations. A lead can now type /maturity start.")


def _member(client: WebClient, person: str) -> UserId:
    """A member id as it stands; an e-mail address looked up."""
    if "@" not in person:
        return UserId(person)
    try:
        return UserId(str(client.users_lookupByEmail(email=person)["user"]["id"]))
    except SlackApiError as fault:
        if fault.response.get("error") != "users_not_found":
            raise
        typer.echo(f"Nobody in this workspace has the e-mail address {person}.", err=True)
        raise typer.Exit(1) from None
