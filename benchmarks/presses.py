"""A press until its acknowledgement, against a bare Bolt handler with one durable commit; and memory, and starts."""

import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from resource import getpagesize
from statistics import median, quantiles
from subprocess import PIPE, Popen
from threading import Event
from typing import Annotated, Any

import psycopg
import typer
from slack_bolt import App, BoltRequest
from slack_sdk import WebClient
from sqlalchemy import make_url

from benchmarks import figures, places, slack
from bot import afterwards, traces, turns
from bot.app import build
from bot.boundary import CheckedClient
from bot.carried import Place
from bot.clock import seconds_running
from bot.desk import Desk
from bot.heartbeat import Heartbeat
from bot.members import Members
from bot.screens import Screens
from flows.assessment import AssessmentId
from frameworks import catalog
from tests.databases import database_at

HANDS = 20
"""As many handlers at once as the bot has."""
APART = 0.01
"""Seconds between two presses where one comes after the other."""
Press = Callable[[int], Callable[[], object]]
"""Presses until the acknowledgement, and gives what follows it."""
START = """
import sys
from benchmarks.presses import Door
door = Door(sys.argv[1], "http://127.0.0.1:9/")
print(flush=True)
door.close()
"""


class Door:
    """The bot's door over rounds of twelve partners, connected to no socket."""

    def __init__(self, kept: str, url: str, rounds: int = 1) -> None:
        self.database = database_at(kept)
        self.database.migrate()
        places.fill(self.database, rounds)
        self.people = rounds * len(places.PEOPLE)
        numbers = count()
        desk = Desk(self.database, lambda: places.NOON, lambda: f"id{next(numbers)}")
        client = CheckedClient("xoxb-benchmark", url)
        self.screens, self.members = Screens(desk, client), Members(client)
        self.app = build(desk, client, self.screens, self.members, Heartbeat().wake)

    def close(self) -> None:
        """Finish what is under way."""
        self.screens.stop()
        self.members.stop()
        self.database.close()


def ours(door: Door) -> Press:
    """A level pressed on a card, another each time."""
    subdomains = [one.id for one in catalog.edition("sel-2025-08").subdomains if one.assessable][:13]

    def press(number: int) -> Callable[[], object]:
        turn, one = divmod(number, door.people)
        running, who = divmod(one, len(places.PEOPLE))
        where = Place(
            assessment=AssessmentId(f"as-{running}-p{who}"), subdomain=subdomains[number % 13], level=turn % 4 + 1
        )
        request = BoltRequest(body=pressed(places.PEOPLE[who], where, number), mode="socket_mode")
        with afterwards.put_off() as rest:
            response = door.app.dispatch(request)
        if response.status != 200:
            raise RuntimeError(response.body)
        return rest

    return press


def pressed(user: str, where: Place, number: int) -> dict[str, Any]:
    """As Slack tells of it."""
    button = {"type": "button", "action_id": "choose_level", "block_id": "b", "value": where.packed()}
    return {
        "type": "block_actions",
        "user": {"id": user},
        "team": {"id": places.WORKSPACE},
        "trigger_id": f"1.2.{number}",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "D01PERSON"},
        "channel": {"id": "D01PERSON"},
        "actions": [{**button, "action_ts": f"{1_781_000_000 + number / 1000:.6f}"}],
    }


def row_keeper(kept: str) -> Callable[[str], object]:
    """Keeps one row, on disk when it returns, with nothing between us and the driver."""
    url = make_url(kept)
    if url.get_backend_name() == "postgresql":
        server = psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
        server.autocommit = True
        server.execute("CREATE TABLE press (what TEXT)")
        return lambda what: server.execute("INSERT INTO press VALUES (%s)", (what,))
    file = sqlite3.connect(f"{url.database}-bare", isolation_level=None, check_same_thread=False)
    file.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE press (what TEXT)")
    return lambda what: file.execute("INSERT INTO press VALUES (?)", (what,))


def bare(kept: str, url: str) -> Press:
    """The least that keeps a press: Bolt, one row, one commit that is on disk before the acknowledgement."""
    write = row_keeper(kept)
    client = WebClient("xoxb-benchmark", base_url=url)
    app = App(client=client, process_before_response=True, token_verification_enabled=False)

    @app.action("choose_level")
    def keep(ack: Callable[[], None], body: dict[str, Any]) -> None:
        """Keep it, then acknowledge."""
        write(body["actions"][0]["value"])
        ack()

    def press(number: int) -> Callable[[], object]:
        where = Place(assessment=AssessmentId("as-0-p0"), subdomain="a", level=1)
        app.dispatch(BoltRequest(body=pressed(places.PEOPLE[0], where, number), mode="socket_mode"))
        return lambda: None

    return press


def one_by_one(press: Press, numbers: range) -> list[float]:
    """Milliseconds each took, one after the other."""
    took = []
    for number in numbers:
        begun = seconds_running()
        rest = press(number)
        took.append((seconds_running() - begun) * 1000)
        rest()
        Event().wait(APART)
    return took


def at_a_rate(press: Press, a_second: int, numbers: range) -> list[float]:
    """Milliseconds from the moment each was due, when so many come every second whatever becomes of them."""
    begun = seconds_running() + 0.1

    def due(place: int) -> float:
        at = begun + place / a_second
        Event().wait(max(0.0, at - seconds_running()))
        rest = press(numbers[place])
        took = (seconds_running() - at) * 1000
        rest()
        return took

    with ThreadPoolExecutor(HANDS) as hands:
        return list(hands.map(due, range(len(numbers))))


def late(took: list[float]) -> float:
    """The 99th of a hundred."""
    return quantiles(took, n=100)[98]


def memory() -> float:
    """MiB that this process holds."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * getpagesize() / 2**20


def start(kept: str) -> float:
    """Seconds from nothing to a bot that is set up, in a process of its own."""
    words = [sys.executable, "-c", START, kept]
    begun = seconds_running()
    with Popen(words, stdout=PIPE) as process:  # noqa: S603 - our own words
        if process.stdout:
            process.stdout.readline()
        return seconds_running() - begun


def main(
    interactions: Annotated[int, typer.Option(help="How many as fast as they can.")] = 10_000,
    database: Annotated[places.Kind, typer.Option(help="Kept in what.")] = places.Kind.SQLITE,
    rounds: Annotated[int, typer.Option(help="In how many rounds people press.")] = 1,
    *,
    tls: Annotated[bool, typer.Option(help="Whether this Slack speaks TLS, as Slack does.")] = True,
) -> None:
    """Measure, and say how far it is from the floor and the goals; what is logged goes to standard error."""
    traces.to_lines()
    turns.share()
    with ExitStack() as stack:
        kept, fresh = (stack.enter_context(places.address(database)) for _ in range(2))
        url = stack.enter_context(slack.running(secure=tls))
        door = Door(kept, url, rounds)
        runs = count()

        def take(many: int) -> range:
            """Numbers that no run had before."""
            first = next(runs) * 100_000
            return range(first, first + many)

        press, least = ours(door), bare(kept, url)
        for one in (press, least):
            one_by_one(one, take(50))
        begun = memory()
        floor, took = one_by_one(least, take(300)), one_by_one(press, take(300))
        floor += one_by_one(least, take(300))
        rates = {a_second: late(at_a_rate(press, a_second, take(a_second * 10))) for a_second in (100, 200)}
        with ThreadPoolExecutor(HANDS) as hands:
            run = take(interactions)
            at = seconds_running()
            list(hands.map(lambda number: press(number)(), run))
            sustained = interactions / (seconds_running() - at)
        ended = memory()
        ready = start(fresh)
        door.close()
    figures.table(
        f"Presses, {database}, rounds: {rounds}",
        [
            ("bare Bolt handler, one durable commit: median", f"{median(floor):.1f} ms", ""),
            ("press: median", f"{median(took):.1f} ms", f"{median(took) / median(floor):.1f} (goal 1.5)"),
            ("press at 100/s: 99 of 100 within", f"{rates[100]:.0f} ms", "goal 100 ms"),
            ("press at 200/s: 99 of 100 within", f"{rates[200]:.0f} ms", "goal 500 ms"),
            ("presses a second, as many as it can", f"{sustained:.0f}/s", "goal 300/s"),
            ("memory before and after", f"{begun:.0f} and {ended:.0f} MiB", "goal 150 MiB, flat"),
            ("start to ready", f"{ready:.1f} s", "goal 5 s"),
        ],
    )


if __name__ == "__main__":
    typer.run(main)
