"""What became of a load: what is kept, against all that stands in Slack, in the logs and in the audit trail."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

from sqlmodel import Session

from flows.notices import FILES, NoticeKind
from sandbox.things import Message
from sandbox.workspace import Workspace
from storage import audit, outbox, rounds, snapshots
from storage.outbox import Kept, State
from tests.databases import database_at
from tests.load.world import ORGANISATIONS, SILENT, Vale

NAME = re.compile(r"Vale(\d{4})x")
COME_TO_REST = {State.SENT, State.EXPIRED, State.CANCELLED}
SUBMITTED = ORGANISATIONS - len([SILENT])


@dataclass(slots=True)
class Outcome:
    """What became of it; everything but the counts of what happened should be empty."""

    partnerships: int = 0
    acknowledged: int = 0
    errors_shown: Counter[str] = field(default_factory=Counter)
    given_up: int = 0
    kills: int = 0
    faults: int = 0
    messages: int = 0
    seconds: list[float] = field(default_factory=list)
    states: dict[State, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    unsent: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    leaked: list[str] = field(default_factory=list)
    unsummarised: list[str] = field(default_factory=list)
    trail: str = ""

    @property
    def wrong(self) -> list[str]:
        """What was lost, doubled or leaked, and which partnerships have no summary."""
        found = {
            "lost": self.lost,
            "not sent": self.unsent,
            "missing in Slack": self.missing,
            "doubled": self.doubled,
            "leaked": self.leaked,
            "without a summary": self.unsummarised,
            "audit trail": [self.trail] if self.trail else [],
            "given up": [str(self.given_up)] if self.given_up else [],
        }
        return [f"{what}: {one}" for what, some in found.items() for one in some]


def count(outcome: Outcome, url: str, vales: Iterable[Vale], workspace: Workspace, logs: Iterable[str]) -> None:
    """Look everywhere."""
    copies = Counter[str]()
    for number, message in _said(workspace):
        outcome.messages += 1
        if message.metadata:
            copies[message.metadata["event_payload"]["notice"]] += 1
        outcome.leaked += [f"{leak} in a conversation of Vale{number:04d}x" for leak in _leaks(str(message), number)]
    outcome.doubled = [name for name, times in copies.items() if times > 1]
    with closing(database_at(url)) as database, database.read() as session:
        outcome.states, outcome.trail = outbox.counts(session), audit.verify(session).wrong
        for vale in vales:
            _count_one(outcome, session, vale, copies)
    for log in logs:
        outcome.leaked += [f"{leak} in a log" for leak in {*NAME.findall(log), *re.findall("canary|xox[bep]", log)}]


def _said(workspace: Workspace) -> Iterator[tuple[int, Message]]:
    """Every message, with the number of the partnership whose conversation it stands in."""
    for channel in workspace.channels():
        for message in workspace.messages(channel.id, next(iter(channel.members))):
            for one in (message, *workspace.replies(channel.id, message.ts)):
                yield int(channel.id[1:6]), one


def _leaks(text: str, number: int) -> list[str]:
    """Names of other partnerships, and what was to stay with an organisation."""
    others = {f"Vale{one}x" for one in NAME.findall(text) if int(one) != number}
    return [*others, *(["a note"] if "canary" in text else [])]


def _count_one(outcome: Outcome, session: Session, vale: Vale, copies: Counter[str]) -> None:
    found = rounds.of_partnership(session, vale.partnership().id)
    kept = [one for running in found for one in outbox.of_round(session, running.id)]
    outcome.unsent += [f"{one.key} {one.state}: {one.error}" for one in kept if one.state not in COME_TO_REST]
    outcome.missing += [one.key for one in kept if _posted(one) and not copies[one.id]]
    summaries = [one for one in kept if one.kind == NoticeKind.SUMMARY and one.state is State.SENT]
    frozen = [json.loads(snapshots.load(session, one.id) or "{}").get("contributors") for one in found]
    if [one.channel for one in summaries] != [vale.channel] or frozen != [SUBMITTED]:
        outcome.unsummarised.append(f"{vale.name}: {len(summaries)} summaries, contributors {frozen}")


def _posted(one: Kept) -> bool:
    """Whether a message in Slack carries its name: files cannot."""
    return one.state is State.SENT and one.kind not in FILES
