"""`common-view partnership`: set a partnership up from a file, and write it to one."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from slack_sdk.errors import SlackApiError

from bot import addresses, partnership_file, partnership_list, settings, sheets
from bot.app import shared_clock
from bot.boundary import CheckedClient
from bot.commands.house import opened
from bot.desk import Desk, settling
from bot.sheets import Sheet
from flows.people import ChannelId, PartnerId, Partnership, PartnershipId, UserId, WorkspaceId
from flows.refusal import Refusal
from frameworks.catalog import Faulty
from frameworks.pages import Fault
from storage import partnerships

app = typer.Typer(no_args_is_help=True, help="Set up the partnership that the bot works for.")
ACTOR = "common-view"
"""Who acts, in the history: whoever runs the bot."""
LISTS = {".csv", ".xlsx"}

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
Channel = Annotated[str, typer.Option(help="The channel's id, where the file does not say it.")]


@app.command()
def load(
    file: File,
    channel: Channel = "",
    name: Annotated[str, typer.Option(help="The partnership's name, for a list that begins one.")] = "",
    host: Annotated[str, typer.Option(help="Its host, for the same.")] = "",
    *,
    exactly: Annotated[bool, typer.Option(help="Also remove those who were asked to answer in Slack since.")] = False,
) -> None:
    """Load a partnership from a YAML file, or its organisations and people from a list (.csv, .xlsx)."""
    with _told_in_words(file):
        if file.suffix.casefold() in LISTS:
            _load_list(file, channel, name, host)
        else:
            _load_whole(file, exactly=exactly)


def _load_whole(file: Path, *, exactly: bool) -> None:
    text = file.read_text("utf-8-sig")
    entry = partnership_file.read(text)
    client, workspace = _slack()
    known = addresses.found(client, partnership_file.people(entry))
    _name_unknown(known, partnership_file.people(entry), lambda person: _line(text, person))

    def making(before: Partnership | None) -> Partnership:
        place = partnership_file.partnership(entry, workspace, known.__getitem__, _new_id, before)
        return place if exactly or before is None else partnership_file.with_those_added_since(place, before)

    with _desk(new=True) as desk:
        before, after = settling.bring_in(desk, workspace, ChannelId(entry.channel), making, actor=ACTOR)
    named = {user for user in known.values() if user not in entry.observers}
    _say(before, after, [user for one in after.partners for user in one.contributors if user not in named])


def _load_list(file: Path, channel: str, name: str, host: str) -> None:
    listed = partnership_list.read(file.read_bytes(), file.name)
    if not channel:
        _give_up("A list does not say where the partnership meets: give --channel too.")
    client, workspace = _slack()
    known = addresses.found(client, listed.people)

    def making(before: Partnership | None) -> Partnership:
        if before is None and not (name and host):
            _give_up("No partnership is set up in this channel yet: give --name and --host too.")
        place = before or _bare(workspace, channel, name, host)
        whole = partnership_list.joined(place, listed, known.get, lambda _: PartnerId(_new_id()))
        if not whole.leads:
            _give_up("Nobody leads this partnership. Give a line with the role lead.")
        return whole

    with _desk(new=True) as desk:
        before, after = settling.bring_in(desk, workspace, ChannelId(channel), making, actor=ACTOR)
    _say(before, after, [])


def _bare(workspace: WorkspaceId, channel: str, name: str, host: str) -> Partnership:
    return Partnership(
        PartnershipId(_new_id()), workspace, ChannelId(channel), name, (host,), "Europe/London", leads=(), partners=()
    )


def _say(before: Partnership | None, after: Partnership, kept: Iterable[UserId]) -> None:
    """What is there now, and what a file did not say."""
    ids = {one.id for one in after.partners}
    for gone in [one.name for one in before.partners if one.id not in ids] if before else []:
        typer.echo(f"{gone} is not in the file and takes part no longer.")
    if people := ", ".join(kept):
        typer.echo(
            f"Kept, because they were added in Slack: {people}. Remove them with /maturity settings, "
            "or load the file with --exactly."
        )
    count = "1 organisation" if len(after.partners) == 1 else f"{len(after.partners)} organisations"
    typer.echo(f"{after.name} is set up with {count}. A lead can now type /maturity start.")


@app.command()
def export(file: Annotated[Path, typer.Argument(dir_okay=False, writable=True)], channel: Channel = "") -> None:
    """Write a partnership to a file that can be loaded again: .yaml (whole), .csv or .xlsx (who takes part)."""
    with _told_in_words(file):
        client, workspace = _slack()
        with _desk() as desk:
            place, now = _one(desk, workspace, channel), desk.clock()
        people = [*place.leads, *place.observers, *(user for one in place.partners for user in one.contributors)]
        known = addresses.of(client, people)
        rows = list(partnership_list.rows(place, known))
        match file.suffix.casefold():
            case ".xlsx":
                sheet = Sheet("Partnership", rows, partnership_list.WIDTHS)
                file.write_bytes(sheets.write([sheet], now, place.name))
            case ".csv":
                file.write_bytes(sheets.write_csv(rows))
            case _:
                file.write_text(partnership_file.write(place, known), "utf-8")
    typer.echo(f"{place.name} is written to {file}.")


def _one(desk: Desk, workspace: WorkspaceId, channel: str) -> Partnership:
    """The partnership of this channel; without a channel, the only one."""
    with desk.database.read() as session:
        found = partnerships.of_workspace(session, workspace)
    chosen = [one for one in found if channel in {"", one.channel}]
    if len(chosen) != 1:
        known = "; ".join(f"{one.channel} ({one.name})" for one in found) or "none yet"
        _give_up(f"Say which partnership with --channel. There are: {known}.")
    return chosen[0]


def _slack() -> tuple[CheckedClient, WorkspaceId]:
    told = settings.calls()
    client = CheckedClient(told.slack_bot_token.get_secret_value(), told.slack_api_url)
    return client, WorkspaceId(str(client.auth_test()["team_id"]))


@contextmanager
def _desk(*, new: bool = False) -> Iterator[Desk]:
    with opened(new=new) as database:
        yield Desk(database, shared_clock(database), _new_id)


def _new_id() -> str:
    return secrets.token_hex(8)


def _name_unknown(known: dict[str, UserId], people: Iterable[str], line: Callable[[str], int]) -> None:
    """Name everybody whom Slack does not know, at once and each with their line."""
    faults = [
        Fault(line(one), f"Nobody in this workspace has the {'e-mail address' if '@' in one else 'member id'} {one}.")
        for one in people
        if one not in known
    ]
    if faults:
        raise Faulty(tuple(faults))


def _line(text: str, person: str) -> int:
    return next((number for number, line in enumerate(text.splitlines(), 1) if person in line), 1)


@contextmanager
def _told_in_words(file: Path) -> Iterator[None]:
    """Everything that can be wrong, as a sentence."""
    try:
        yield
    except Faulty as no:
        _give_up("\n".join(f"{file}:{fault.line}: {fault.message}" for fault in no.faults))
    except settings.SettingsFault as fault:
        _give_up(f"{fault}\n{settings.WHERE}")
    except UnicodeDecodeError:
        _give_up(f"{file} is not text in UTF-8; save it as UTF-8.")
    except SlackApiError as fault:
        _give_up(f"Slack answered: {fault.response.get('error')}.")
    except OSError as fault:
        _give_up(f"Slack or the file cannot be reached: {fault}.")
    except Refusal as no:
        _give_up(no.reason)


def _give_up(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)
