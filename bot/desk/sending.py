"""The outbox as the postman uses it, and what a notice is about at the moment of sending."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache

from sqlmodel import Session

from bot.desk import Desk, disclosing, walking
from bot.letter import Delivered
from flows import calendar, reminders
from flows.assessment import Walk
from flows.disclosure import Disclosure
from flows.notices import FILES, TO_THOSE_MISSING, Notice, NoticeKind
from flows.people import Partnership, PartnershipId, UserId
from flows.round import Round, RoundId
from frameworks import catalog
from frameworks.schema import Edition
from storage import cards, outbox, partnerships, rounds, walks
from storage.outbox import Arrived, Claimed, Kept, NoticeId, State

AT_ONCE = 100
TELLS_OF_VIEWS = frozenset({NoticeKind.SUMMARY, NoticeKind.MEETING})
WAKES_NOBODY = frozenset({NoticeKind.WITHDRAWN})
"""What takes the place of a post that stands there already."""


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
            zones = rounds.zones(session, {one.round for one in claimed if one.round})
            morning = cache(lambda zone: calendar.decent(now, zone))
            ready = tuple(one for one in claimed if not _postponed(session, one, zones, morning, now))
        return ready if claimed else None

    @contextmanager
    def picture(self, claimed: Sequence[Claimed]) -> Iterator[None]:
        """While this lasts, what these are about is read in this thread once, as it stands now."""
        with self._desk.database.read() as session:
            rounds.read_ahead(session, {one.round for one in claimed})
            yield

    def sent(self, delivered: Sequence[Delivered]) -> set[NoticeId]:
        """Note where they arrived, those whose claim still held; an invitation is the living card from now on."""
        arrived = [Arrived(one.claimed.id, one.claimed.token, one.channel, one.ts) for one in delivered]
        with self._desk.database.begin() as session:
            ours = outbox.sent(session, arrived, self.now())
            for one in delivered:
                if one.claimed.id in ours:
                    _took_effect(session, one)
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


def _took_effect(session: Session, one: Delivered) -> None:
    if one.card:
        cards.put(session, one.card, one.channel, one.ts)
    if one.claimed.kind is NoticeKind.SUMMARY:
        cards.touch_round(session, one.claimed.round)  # they say from now on that it is there


def _zone(session: Session, claimed: Claimed, zones: Mapping[RoundId, str]) -> str | None:
    """Where its hours are kept: in its round, or in its partnership where it belongs to no round."""
    if claimed.round:
        return zones.get(claimed.round)
    place = _place(session, claimed)
    return place.zone if place else None


def _postponed(
    session: Session,
    claimed: Claimed,
    zones: Mapping[RoundId, str],
    morning: Callable[[str], datetime],
    now: datetime,
) -> bool:
    zone = None if claimed.kind in WAKES_NOBODY else _zone(session, claimed, zones)
    then = morning(zone) if zone else now
    if then > now:
        outbox.again(session, claimed.id, claimed.token, then, "it waits for the morning", unsure=claimed.unsure)
        if claimed.unsure:  # what was tried in the evening may appear, even twice, in the night
            outbox.suspect(session, claimed.id, now)
    return then > now


def _tell_leads(session: Session, claimed: Claimed, now: datetime) -> None:
    """Owe each lead a word about it; what tells of a failure tells of no other."""
    if claimed.kind is NoticeKind.UNDELIVERED:
        return
    place = _place(session, claimed)
    told = [] if place is None else [_undelivered(claimed, lead, now) for lead in place.leads if lead != claimed.to]
    outbox.owe(session, told, claimed.workspace)


def _place(session: Session, one: Claimed | Kept) -> Partnership | None:
    """The partnership of a notice: its round's, or what it is about where it belongs to no round."""
    if not one.round:
        return partnerships.load(session, PartnershipId(one.about or ""))
    running = rounds.load(session, one.round)
    return partnerships.load(session, running.partnership) if running else None


def _undelivered(claimed: Claimed, lead: UserId, now: datetime) -> Notice:
    key = f"{NoticeKind.UNDELIVERED.value}:{claimed.id}:{lead}"
    return Notice(NoticeKind.UNDELIVERED, key, claimed.round, now, lead, about=claimed.id)


def _in_its_thread(session: Session, kept: Kept) -> Kept:
    """A file is looked for in its thread, also when it is not known to have arrived there."""
    if kept.kind not in FILES or kept.ts:
        return kept
    first = outbox.find(session, _head(NoticeKind(kept.kind), kept.round))
    return replace(kept, ts=first.ts if first else None)


def _head(kind: NoticeKind, round_id: RoundId) -> NoticeId:
    """The post in whose thread a file belongs, or whose place a letter takes."""
    first = NoticeKind.LAUNCHED if kind is NoticeKind.MEETING_FILE else NoticeKind.SUMMARY
    return outbox.notice_id(f"{first.value}:{round_id}")


def _channel(session: Session, kept: Kept) -> str | None:
    place = None if kept.to else _place(session, kept)
    return place.channel if place else None


def about(desk: Desk, claimed: Claimed) -> Matter | None:
    """Look up what a notice is about; none when it is of no use any more."""
    now = desk.clock()
    with desk.database.read() as session:
        running = rounds.load(session, claimed.round)
        place = partnerships.load(session, running.partnership) if running else None
        if not running or not place or not reminders.timely(claimed.kind, claimed.key, running, claimed.to, now):
            return None
        return Matter(
            partnership=place,
            round=running,
            edition=catalog.edition(running.edition),
            disclosure=disclosing.disclosed(session, running) if claimed.kind in TELLS_OF_VIEWS else None,
        )


def admitted(desk: Desk, claimed: Claimed) -> Partnership | None:
    """The partnership that somebody leads or observes since; none when they do not any more."""
    with desk.database.read() as session:
        place = _place(session, claimed)
    if place is None:
        return None
    people = place.leads if claimed.kind is NoticeKind.NEW_LEAD else place.observers
    return place if claimed.to in people else None


def invited(desk: Desk, claimed: Claimed) -> Walk | None:
    """The walk that an invitation or a reminder is about; none when there is nothing left to ask this person for."""
    matter = about(desk, claimed)
    partner = matter.partnership.partner_of(claimed.to) if matter and claimed.to else None
    if not matter or not partner or not claimed.to or matter.partnership.workspace != claimed.workspace:
        return None
    with desk.database.read() as session:
        kept = walks.of_partner(session, matter.partnership, matter.round, partner.id, claimed.to)
        walk = walking.whole(session, kept) if kept else None
    asked_again = claimed.kind in TO_THOSE_MISSING
    return None if walk and asked_again and walk.assessment.submitted else walk


def thread(desk: Desk, claimed: Claimed) -> Kept | None:
    """The post in the channel that this one belongs to: the word that the round has started, or the summary."""
    with desk.database.read() as session:
        return outbox.find(session, _head(claimed.kind, claimed.round))


def failure(desk: Desk, claimed: Claimed) -> Failure | None:
    """The failure that a notice tells of; none when it has been mended."""
    with desk.database.read() as session:
        failed = outbox.find(session, claimed.about) if claimed.about else None
        place = _place(session, failed) if failed else None
    if not failed or not place or failed.state not in {State.DEAD, State.PENDING} or not failed.error:
        return None
    return Failure(place, NoticeKind(failed.kind), failed.to, failed.error, failed.state is State.DEAD)
