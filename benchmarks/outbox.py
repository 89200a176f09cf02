"""10,000 due notices to a Slack of no latency, against a bare loop over slack_sdk with as many threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from itertools import count
from typing import Annotated

import typer
from slack_sdk import WebClient

from benchmarks import figures, places, slack
from bot import turns, writing
from bot.boundary import CheckedClient
from bot.clock import seconds_running
from bot.desk import Desk
from bot.desk.sending import PostOffice
from bot.letter import Letter
from bot.mail import EVENT, SlackMail
from bot.postman import HANDS, Postman
from storage import outbox
from storage.database import Database
from storage.outbox import State

PERSON = "D01PERSON"


def bare(url: str, letter: Letter, notices: int) -> float:
    """Letters a second from a loop that posts and remembers nothing."""
    client = WebClient("xoxb-benchmark", base_url=url)

    def post(number: int) -> None:
        metadata = {"event_type": EVENT, "event_payload": {"notice": f"{number:032x}"}}
        client.chat_postMessage(channel=PERSON, text=letter.text, blocks=letter.blocks, metadata=metadata)

    with ThreadPoolExecutor(HANDS) as hands:
        return timed(lambda: list(hands.map(post, range(notices))), notices)


def ours(url: str, database: Database, notices: int) -> float:
    """Letters a second through the outbox; every one is there once, and known to be."""
    numbers = count()
    desk = Desk(database, lambda: places.NOON, lambda: f"token-{next(numbers)}")
    mail = SlackMail(CheckedClient("xoxb-benchmark", url))
    postman = Postman(PostOffice(desk), mail, partial(writing.write, desk))
    for person in places.PEOPLE:
        mail.conversation(person)
    rate = timed(postman.round_trip, notices)
    postman.stop()
    with database.read() as session:
        assert outbox.counts(session) == {State.SENT: notices}, outbox.counts(session)  # noqa: S101 - or the rate is none
    return rate


def timed(work: Callable[[], object], count_of: int) -> float:
    """How many a second."""
    begun = seconds_running()
    work()
    return count_of / (seconds_running() - begun)


def sample(database: Database) -> Letter:
    """One of the letters, as it is written; it is owed as before."""
    desk = Desk(database, lambda: places.NOON, lambda: "sample")
    with database.begin() as session:
        claimed = outbox.claim(session, places.NOON, "sample", limit=1)[0]
        outbox.again(session, claimed.id, claimed.token, places.NOON, "a sample", unsure=False)
    letter = writing.write(desk, claimed)
    assert letter is not None  # noqa: S101 - it is due
    return letter


def main(
    rounds: Annotated[int, typer.Option(help="Rounds of twelve partners, each of whom is owed a letter.")] = 834,
    database: Annotated[places.Kind, typer.Option(help="Kept in what.")] = places.Kind.SQLITE,
) -> None:
    """Measure both, and say how far apart they are."""
    turns.share()
    rows = []
    for way, secure, share in (("over TLS", True, 20), ("without it", False, 2)):
        with ExitStack() as stack:
            url = stack.enter_context(slack.running(secure=secure))
            kept = stack.enter_context(places.opened(stack.enter_context(places.address(database))))
            notices = places.fill(kept, rounds, owed=True)
            letter = sample(kept)
            before = bare(url, letter, notices // share)
            rate = ours(url, kept, notices)
            floor = (before + bare(url, letter, notices // share)) / 2
        rows += [
            (f"bare slack_sdk loop, {way}", f"{floor:.0f}/s", ""),
            (f"outbox, {way}", f"{rate:.0f}/s", f"{rate / floor:.2f} (goal 0.70)"),
        ]
    figures.table(f"{notices} due notices, {HANDS} threads, {database}", rows)


if __name__ == "__main__":
    typer.run(main)
