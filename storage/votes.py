"""What people add at the meeting: blind re-votes and observers' challenges.

While a re-vote is open its votes are sealed and go by pseudonyms, both under a key of its own (`storage/keys.py`).
"""

from collections.abc import Iterable
from datetime import datetime

from pydantic import TypeAdapter
from sqlmodel import Session, col, delete, select, update

from flows.board import Challenge
from flows.disclosure import Shown
from flows.judgement import Judgement
from flows.people import PartnerId, UserId
from flows.revoting import Revote
from flows.round import RoundId
from storage import keys, statements
from storage.statements import insert
from storage.tables import ChallengeRow, RevoteRow, VoteRow

SHOWN = TypeAdapter(Shown | None)
JUDGEMENT = TypeAdapter(Judgement)
"""As JSON text and back."""
VOTE = "vote"
"""The use of pseudonyms here."""


def of_round(session: Session, round_id: RoundId) -> tuple[Revote, ...]:
    """Every re-vote of a round, each sub-domain's in order."""
    query = select(RevoteRow).where(RevoteRow.round == round_id).order_by(col(RevoteRow.number))
    return tuple(
        Revote(
            row.subdomain,
            row.number,
            row.opened_at,
            row.closed_at,
            SHOWN.validate_json(row.body) if row.body else None,
        )
        for row in session.exec(query)
    )


def add(session: Session, round_id: RoundId, opened: Revote) -> None:
    """Keep a new re-vote."""
    row = RevoteRow(round=round_id, subdomain=opened.subdomain, number=opened.number, opened_at=opened.opened_at)
    statements.add(session, RevoteRow, [row])
    keys.of(session).make(key_name(round_id, opened))


def key_name(round_id: RoundId, on: Revote) -> RoundId:
    """Under which name the key of a re-vote is kept: none of a round's own."""
    return _key_name(round_id, on.subdomain, on.number)


def _key_name(round_id: str, subdomain: str, number: int) -> RoundId:
    return RoundId(f"{round_id} {subdomain} {number}")


def closed(session: Session, keys_held: Iterable[RoundId]) -> tuple[RoundId, ...]:
    """Those of these keys whose re-vote is closed: a crash came before they were destroyed.

    A re-vote that is not kept yet may be about to be: its key stays.
    """
    names = {one for one in keys_held if " " in one}
    if not names:
        return ()
    query = select(RevoteRow).where(
        col(RevoteRow.round).in_({one.split(" ", 1)[0] for one in names}), col(RevoteRow.closed_at).is_not(None)
    )
    over = {_key_name(row.round, row.subdomain, row.number) for row in session.exec(query)}
    return tuple(sorted(names & over))


def vote(session: Session, round_id: RoundId, on: Revote, partner: PartnerId, judgement: Judgement) -> None:
    """Keep an organisation's vote, in place of the one it gave before; `LookupError` when its key is gone."""
    name = key_name(round_id, on)
    key = keys.of(session).find(name)
    if key is None:
        raise LookupError("the key of this vote is gone")
    whose = key.pseudonym(VOTE, partner)
    body = key.seal(JUDGEMENT.dump_json(judgement).decode(), f"{name} {whose}")
    place = {"round": round_id, "subdomain": on.subdomain, "number": on.number, "partner": whose}
    session.exec(
        insert(session, VoteRow)
        .values(**place, body=body)
        .on_conflict_do_update(index_elements=list(place), set_={"body": body})
    )


def votes(session: Session, round_id: RoundId, on: Revote) -> list[Judgement]:
    """The votes given so far, and nobody's name."""
    name = key_name(round_id, on)
    key = keys.of(session).find(name)
    if key is None:
        return []
    query = select(VoteRow).where(
        VoteRow.round == round_id, VoteRow.subdomain == on.subdomain, VoteRow.number == on.number
    )
    return [JUDGEMENT.validate_json(key.unseal(row.body, f"{name} {row.partner}")) for row in session.exec(query)]


def close(session: Session, round_id: RoundId, on: Revote, shown: Shown | None, now: datetime) -> None:
    """Keep what may be shown, and nothing else of it."""
    here = (
        (col(RevoteRow.round) == round_id)
        & (col(RevoteRow.subdomain) == on.subdomain)
        & (col(RevoteRow.number) == on.number)
    )
    session.exec(update(RevoteRow).where(here).values(closed_at=now, body=SHOWN.dump_json(shown).decode()))
    session.exec(
        delete(VoteRow).where(
            col(VoteRow.round) == round_id, col(VoteRow.subdomain) == on.subdomain, col(VoteRow.number) == on.number
        )
    )


def withdraw(session: Session, round_id: RoundId) -> None:
    """Delete what was shown of a round's votes, for good."""
    closed = (col(RevoteRow.round) == round_id) & col(RevoteRow.closed_at).is_not(None)
    session.exec(update(RevoteRow).where(closed).values(body=SHOWN.dump_json(None).decode()))


def challenge(session: Session, round_id: RoundId, given: Challenge) -> None:
    """Keep what an observer wrote."""
    row = ChallengeRow(
        id=given.id, round=round_id, subdomain=given.subdomain, body=given.words, at=given.at, actor=given.by
    )
    statements.add(session, ChallengeRow, [row])


def challenges(session: Session, round_id: RoundId) -> tuple[Challenge, ...]:
    """Everything that observers wrote in a round, oldest first."""
    query = select(ChallengeRow).where(ChallengeRow.round == round_id).order_by(col(ChallengeRow.at))
    return tuple(Challenge(row.id, row.subdomain, row.body, UserId(row.actor), row.at) for row in session.exec(query))
