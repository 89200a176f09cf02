"""The outbox as the postman uses it, and what a notice is about at the moment of sending."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.desk import Desk, closing, walking
from flows import calendar, reminders
from flows.assessment import Walk
from flows.disclosure import Disclosure, disclose
from flows.notices import NUDGES, Notice, NoticeKind
from flows.people import Partnership, UserId
from flows.round import Round, RoundId
from frameworks import catalog
from frameworks.schema import Edition
from storage import assessments, cards, outbox, partnerships, rounds, snapshots
from storage.outbox import Claimed, Kept, NoticeId, State

AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Matter:
    """What a notice is about; `disclosure` is what may be shown of the round, once it is closed."""

    partnership: Partnership
    round: Round
    edition: Edition
    disclosure: Disclosure | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A notice that did not reach somebody, or the channel when `to` is none."""

    partnership: Partnership
    kind: NoticeKind
    to: UserId | None
    error: str
    given_up: bool


class PostOffice:
    """The outbox over the counter; each act is one transaction."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def now(self) -> datetime:
        """The instant by which leases count."""
        return self._desk.clock()

    def drop(self) -> None:
        """Let go of what waits and is of no use any more."""
        with self._desk.database.begin() as session:
            outbox.expire(session, self.now())

    def claim(self) -> tuple[Claimed, ...] | None:
        """Take a handful of what is due; none when nothing is. What would arrive at night is put back until morning."""
        with self._desk.database.begin() as session:
            now = self.now()
            claimed = outbox.claim(session, now, self._desk.new_id(), limit=AT_ONCE)
            zones = partnerships.zones(session, {one.round for one in claimed})
            ready = tuple(one for one in claimed if not _postponed(session, one, zones, now))
        return ready if claimed else None

    def sent(self, claimed: Claimed, channel: str, ts: str, card: Walk | None) -> bool:
        """Note where it arrived; an invitation is the living card from now on. False when the claim was lost."""
        with self._desk.database.begin() as session:
            ours = outbox.sent(session, claimed.id, claimed.token, channel, ts, self.now())
            if ours and card:
                cards.put(session, card, channel, ts)
            return ours

    def again(self, claimed: Claimed, pause: timedelta, error: str, *, unsure: bool) -> None:
        """Put it back for later."""
        with self._desk.database.begin() as session:
            outbox.again(session, claimed.id, claimed.token, self.now() + pause, error, unsure=unsure)

    def useless(self, claimed: Claimed, why: str) -> None:
        """It has become pointless."""
        with self._desk.database.begin() as session:
            outbox.expired(session, claimed.id, claimed.token, why, self.now())

    def dead(self, claimed: Claimed, error: str) -> None:
        """No later try can help: the leads are told."""
        with self._desk.database.begin() as session:
            if outbox.dead(session, claimed.id, claimed.token, error, self.now()):
                _tell_leads(session, claimed, self.now())

    def held(self, claimed: Claimed, pause: timedelta, error: str) -> None:
        """It may have arrived and nobody can look: it is not sent again before somebody can, and the leads are told."""
        with self._desk.database.begin() as session:
            if outbox.again(session, claimed.id, claimed.token, self.now() + pause, error, unsure=True):
                _tell_leads(session, claimed, self.now())

    def suspect(self, claimed: Claimed) -> None:
        """There may be a copy too many."""
        with self._desk.database.begin() as session:
            outbox.suspect(session, claimed.id, self.now())

    def suspects(self) -> tuple[tuple[Kept, str | None], ...]:
        """What to look after, each with the channel it would be in; a person's is not known before it is opened."""
        with self._desk.database.begin() as session:
            found = outbox.suspects(session, self.now(), limit=AT_ONCE)
            return tuple((_in_its_thread(session, one), one.channel or _channel(session, one)) for one in found)

    def look_later(self, kept: Kept, pause: timedelta) -> None:
        """It could not be looked after yet."""
        with self._desk.database.begin() as session:
            outbox.look_later(session, kept.id, self.now() + pause)

    def swept(self, kept: Kept) -> None:
        """Looked after once."""
        with self._desk.database.begin() as session:
            outbox.swept(session, kept.id, self.now())


def _postponed(session: Session, claimed: Claimed, zones: Mapping[RoundId, str], now: datetime) -> bool:
    morning = calendar.decent(now, zones[claimed.round]) if claimed.round in zones else now
    if morning > now:
        outbox.again(session, claimed.id, claimed.token, morning, "it waits for the morning", unsure=claimed.unsure)
        if claimed.unsure:  # what was tried in the evening may appear, even twice, in the night
            outbox.suspect(session, claimed.id, now)
    return morning > now


def _tell_leads(session: Session, claimed: Claimed, now: datetime) -> None:
    """Owe each lead a word about it; what tells of a failure tells of no other."""
    if claimed.kind is NoticeKind.UNDELIVERED:
        return
    running = rounds.load(session, claimed.round)
    place = partnerships.load(session, running.partnership) if running else None
    told = [] if place is None else [_undelivered(claimed, lead, now) for lead in place.leads if lead != claimed.to]
    outbox.owe(session, told, claimed.workspace)


def _undelivered(claimed: Claimed, lead: UserId, now: datetime) -> Notice:
    key = f"{NoticeKind.UNDELIVERED.value}:{claimed.id}:{lead}"
    return Notice(NoticeKind.UNDELIVERED, key, claimed.round, now, lead, about=claimed.id)


def _in_its_thread(session: Session, kept: Kept) -> Kept:
    """A file is looked for in its thread, also when it is not known to have arrived there."""
    if kept.kind != NoticeKind.MEETING_FILE or kept.ts:
        return kept
    first = outbox.find(session, _beginning(kept.round))
    return replace(kept, ts=first.ts if first else None)


def _beginning(round_id: RoundId) -> NoticeId:
    return outbox.notice_id(f"{NoticeKind.LAUNCHED.value}:{round_id}")


def _channel(session: Session, kept: Kept) -> str | None:
    running = None if kept.to else rounds.load(session, kept.round)
    place = partnerships.load(session, running.partnership) if running else None
    return place.channel if place else None


def about(desk: Desk, claimed: Claimed) -> Matter | None:
    """Look up what a notice is about; none when it is of no use any more."""
    now = desk.clock()
    with desk.database.read() as session:
        running = rounds.load(session, claimed.round)
        place = partnerships.load(session, running.partnership) if running else None
        if not running or not place or not reminders.timely(claimed.kind, claimed.key, running, claimed.to, now):
            return None
        kept = snapshots.load(session, running.id) if claimed.kind is NoticeKind.SUMMARY else None
        return Matter(
            partnership=place,
            round=running,
            edition=catalog.edition(running.edition),
            disclosure=disclose(closing.SNAPSHOT.validate_json(kept)) if kept else None,
        )


def invited(desk: Desk, claimed: Claimed) -> Walk | None:
    """The walk that an invitation or a reminder is about; none when there is nothing left to ask this person for."""
    matter = about(desk, claimed)
    partner = matter.partnership.partner_of(claimed.to) if matter and claimed.to else None
    if not matter or not partner or not claimed.to:
        return None
    with desk.database.read() as session:
        assessment = assessments.of_partner(session, matter.round.id, partner.id)
        walk = walking.load(session, claimed.workspace, assessment, claimed.to) if assessment else None
    asked_again = claimed.kind in NUDGES or claimed.kind is NoticeKind.REMINDER
    return None if walk and asked_again and walk.assessment.submitted else walk


def thread(desk: Desk, claimed: Claimed) -> Kept | None:
    """The word to the channel with which the round began: what follows it goes into its thread."""
    with desk.database.read() as session:
        return outbox.find(session, _beginning(claimed.round))


def failure(desk: Desk, claimed: Claimed) -> Failure | None:
    """The failure that a notice tells of; none when it has been mended."""
    with desk.database.read() as session:
        failed = outbox.find(session, claimed.about) if claimed.about else None
        running = rounds.load(session, claimed.round)
        place = partnerships.load(session, running.partnership) if running else None
    if not failed or not place or failed.state not in {State.DEAD, State.PENDING} or not failed.error:
        return None
    return Failure(place, NoticeKind(failed.kind), failed.to, failed.error, failed.state is State.DEAD)
