"""The postman: claims what is owed and due, puts it into words, sends it, and notes what became of it.

Slack takes no key by which a post made twice would count once. So whatever may have arrived is looked for before it is
posted again, by the name that it carries; and what arrives late all the same is found by a later look and taken away.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Event, Lock
from typing import Protocol

import structlog

from bot import traces
from bot.letter import Delivered, Letter, Refused, TooEarlyError, Trouble, Waits
from flows.assessment import Walk
from flows.notices import FILES
from flows.people import WorkspaceId
from storage.database import Unavailable
from storage.outbox import Claimed, Kept, NoticeId

log = structlog.get_logger()
SETTLE = timedelta(seconds=90)
"""How long a post may take to appear after its answer was lost; only then is looking for it of any use."""
BEFORE = timedelta(hours=2)
"""How far the clocks of Slack and of ours may be apart when we look for what was posted since."""
BACKOFF, LONGEST = timedelta(seconds=15), timedelta(minutes=2)
HOLD = timedelta(minutes=10)
"""Between two looks when Slack does not let us look."""
LONG_ENOUGH = timedelta(days=1)
"""Until Slack has to let us look for copies of a letter; then a copy too many stays."""
SOON = timedelta(seconds=5)
BUGS = 8
"""Tries before a letter that we cannot even write is given up."""
HANDS = 8
LOST_TOKEN = {"invalid_auth", "token_revoked", "token_expired", "account_inactive", "not_authed"}


class Office(Protocol):
    """The outbox over the counter."""

    def now(self) -> datetime: ...  # noqa: D102 - bot/desk/sending.py says what each does
    def drop(self) -> None: ...  # noqa: D102
    def claim(self) -> tuple[Claimed, ...] | None: ...  # noqa: D102
    def picture(self, claimed: Sequence[Claimed]) -> AbstractContextManager[None]: ...  # noqa: D102
    def sent(self, delivered: Sequence[Delivered]) -> set[NoticeId]: ...  # noqa: D102
    def again(self, claimed: Claimed, pause: timedelta, error: str, *, unsure: bool) -> None: ...  # noqa: D102
    def useless(self, claimed: Claimed, why: str) -> None: ...  # noqa: D102
    def dead(self, claimed: Claimed, error: str) -> None: ...  # noqa: D102
    def held(self, claimed: Claimed, pause: timedelta, error: str) -> None: ...  # noqa: D102
    def suspect(self, claimed: Claimed) -> None: ...  # noqa: D102
    def suspects(self) -> tuple[tuple[Kept, str | None], ...]: ...  # noqa: D102
    def look_later(self, kept: Kept, pause: timedelta) -> None: ...  # noqa: D102
    def swept(self, kept: Kept) -> None: ...  # noqa: D102


class Mail(Protocol):
    """The way to one workspace; failures are `Trouble`."""

    def conversation(self, person: str) -> str: ...  # noqa: D102 - bot/mail.py says what each does
    def post(self, channel: str, notice: str, letter: Letter) -> str: ...  # noqa: D102
    def copies(self, channel: str, notice: str, since: datetime) -> tuple[str, ...]: ...  # noqa: D102
    def enclosed(self, channel: str, thread: str) -> tuple[tuple[str, str], ...]: ...  # noqa: D102
    def delete(self, channel: str, ts: str) -> None: ...  # noqa: D102


class Mails(Protocol):
    """The way to each workspace."""

    def at(self, workspace: WorkspaceId) -> Mail: ...  # noqa: D102 - the way to this one, or `Trouble`


Write = Callable[[Claimed], Letter | None]
"""Puts a notice into words; none when there is no point in sending it any more."""


@dataclass(frozen=True, slots=True)
class Written:
    """A notice with its words, or with why there are none."""

    claimed: Claimed
    words: Letter | None
    fault: Exception | None = None

    @property
    def early(self) -> bool:
        """Whether it waits for another, which may be of the same batch."""
        return isinstance(self.fault, TooEarlyError)

    def letter(self) -> Letter | None:
        """The letter, none when there is no point in it; raises what went wrong."""
        if self.fault:
            raise self.fault
        return self.words


class Postman:
    """Delivers, `hands` letters at a time, each in the workspace it is owed in."""

    def __init__(self, office: Office, mails: Mails, write: Write, hands: int = HANDS) -> None:
        self._office = office
        self._mails = mails
        self._write = write
        self._quiet: dict[WorkspaceId, Quiet] = {}
        self._leaving = Event()
        self._count = hands
        self._hands = ThreadPoolExecutor(hands, thread_name_prefix="postman") if hands > 1 else None

    def round_trip(self) -> int:
        """Deliver all that is due now, or all that was claimed when we have to leave; how many have arrived."""
        self._office.drop()
        count = 0
        while not self._leaving.is_set() and (claimed := self._office.claim()) is not None:
            count += self.deliver(claimed)
        return count

    def deliver(self, claimed: Sequence[Claimed]) -> int:
        """Deliver these, what follows another of them after it; how many have arrived."""
        written = self._written(claimed)
        first = self._wave([one for one in written if not one.early])
        return first + self._wave(self._written([one.claimed for one in written if one.early]))

    def leave(self) -> None:
        """Claim no more."""
        self._leaving.set()

    def stop(self) -> None:
        """Finish what is under way."""
        self._leaving.set()
        if self._hands:
            self._hands.shutdown(wait=True)

    def _quiet_in(self, workspace: WorkspaceId) -> "Quiet":
        return self._quiet.setdefault(workspace, Quiet())

    def _written(self, claimed: Sequence[Claimed]) -> list[Written]:
        """The letters of a batch, all from one look at the database: of each round it is read once."""
        if not claimed:
            return []
        try:
            with self._office.picture(claimed):
                return [self._put_into_words(one) for one in claimed]
        except Unavailable as away:
            log.error("database unavailable", notices=len(claimed), error=str(away))  # noqa: TRY400 - its words are enough
            return []

    def _put_into_words(self, one: Claimed) -> Written:
        try:
            return Written(one, self._write(one))
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - a letter that cannot be written holds up no other
            return Written(one, None, fault)

    def _wave(self, written: Sequence[Written]) -> int:
        """Deliver letters, and note those that have arrived; how many there are. A crash leaves no more in doubt."""
        return self._note([there for share in self._each(written) for there in share])

    def _each(self, written: Sequence[Written]) -> Iterable[list[Delivered]]:
        """A share for every hand: threads that pass on each letter by itself spend more on that than on the letter."""
        size = -(-len(written) // self._count) or 1
        shares = [written[start : start + size] for start in range(0, len(written), size)]
        return self._hands.map(self._round, shares) if self._hands else map(self._round, shares)

    def _round(self, share: Iterable[Written]) -> list[Delivered]:
        return [there for one in share if (there := self._deliver(one))]

    def _note(self, arrived: Sequence[Delivered]) -> int:
        if not arrived:
            return 0
        try:
            ours = self._office.sent(arrived)
            for one in arrived:
                if one.claimed.id not in ours:  # the claim was lost while we posted: whoever has it may have posted too
                    self._office.suspect(one.claimed)
        except Unavailable as away:  # the claims lapse, and they are looked for
            log.error("database unavailable", notices=len(arrived), error=str(away))  # noqa: TRY400 - its words are enough
            return 0
        return len(ours)

    def _deliver(self, written: Written) -> Delivered | None:
        """Bring one; whatever goes wrong holds up no other. Without a database the claim lapses, which leaves doubt."""
        try:
            return self._brought(written)
        except Unavailable as away:
            log.error("database unavailable", notice=written.claimed.id, error=str(away))  # noqa: TRY400 - its words are enough
            return None

    def _brought(self, written: Written) -> Delivered | None:
        one = written.claimed
        try:
            ready = self._prepared(one, written.letter())
        except TooEarlyError:
            self._office.again(one, SOON, "what it follows has not been sent yet", unsure=one.unsure)
        except Refused as no:
            self._give_up(one, no.error)
        except Trouble as trouble:
            self._later(one, trouble, unsure=one.unsure)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - a letter that cannot be written holds up no other
            self._puzzled(one, error, unsure=one.unsure)
        else:
            return self._posted(one, *ready) if ready else None
        return None

    def _prepared(self, one: Claimed, letter: Letter | None) -> tuple[Letter, str] | None:
        """The letter and its channel, when it is to be posted now; nothing has been posted when this fails."""
        if letter is None:
            self._office.useless(one, "it was of no use any more")
            return None
        channel = letter.to_channel or self._mails.at(one.workspace).conversation(str(letter.to_person))
        if one.unsure and not self._missing(one, letter, channel):
            return None
        now = self._office.now()
        if (quiet := self._quiet_in(one.workspace).until(channel, now)) > now:
            self._office.again(one, quiet - now, "Slack wants to hear less", unsure=one.unsure)
            return None
        if now > one.lease_until - SETTLE:  # it took too long to get here: by now another may be about to send it
            self._office.again(one, timedelta(0), "the claim was nearly over", unsure=one.unsure)
            return None
        return letter, channel

    def _missing(self, one: Claimed, letter: Letter, channel: str) -> bool:
        """Whether what may have arrived has not; where nobody may look it is held."""
        try:
            if letter.files:
                there = {words for _, words in self._mails.at(one.workspace).enclosed(channel, letter.thread)}
                found: tuple[str, ...] = (letter.thread,) if letter.text in there else ()
            else:
                found = self._mails.at(one.workspace).copies(channel, one.id, one.first_attempt_at - BEFORE)
        except Refused as no:
            self._alarm("history refused: held, not sent again", one, no.error)
            self._office.held(one, HOLD, f"history refused: {no.error}")
            return False
        if found:
            self._office.sent([Delivered(one, channel, found[0], letter.card and _as_worded_then(letter.card))])
            for extra in found[1:]:
                self._mails.at(one.workspace).delete(channel, extra)
        return not found

    def _posted(self, one: Claimed, letter: Letter, channel: str) -> Delivered | None:
        """Post it. From here on whatever breaks leaves it in doubt, unless Slack says that it did nothing."""
        try:
            return Delivered(one, channel, self._mails.at(one.workspace).post(channel, one.id, letter), letter.card)
        except Waits as wait:
            self._quiet_in(one.workspace).note(channel, self._office.now() + timedelta(seconds=wait.seconds))
            self._later(one, wait, unsure=one.unsure)
        except Refused as no:
            self._give_up(one, no.error)
        except Trouble as trouble:
            self._later(one, trouble, unsure=True)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - it may have been posted all the same
            self._puzzled(one, error, unsure=True)
        return None

    def _later(self, one: Claimed, trouble: Trouble, *, unsure: bool) -> None:
        log.warning("notice not sent", notice=one.id, kind=one.kind.value, error=trouble.error, attempt=one.attempts)
        if isinstance(trouble, Waits):
            pause = timedelta(seconds=trouble.seconds)
        else:
            pause = max(_backoff(one.attempts), SETTLE if unsure else timedelta(0))
        self._office.again(one, pause, trouble.error, unsure=unsure)

    def _give_up(self, one: Claimed, error: str) -> None:
        what = "the token was refused: nothing can be sent" if error in LOST_TOKEN else "notice given up"
        self._alarm(what, one, error)
        self._office.dead(one, error)

    def _alarm(self, what: str, one: Claimed | Kept, error: str) -> None:
        """For whoever looks after the bot; never with a word of a letter."""
        log.error(what, notice=one.id, kind=str(one.kind), error=error)

    def _puzzled(self, one: Claimed, error: Exception, *, unsure: bool) -> None:
        """A bug of ours: perhaps the next version of us can write it, but we do not try for ever."""
        traces.bug("a letter broke", error, notice=one.id, letter=one.kind.value)
        if one.attempts >= BUGS:
            self._office.dead(one, "it could not be written")
        else:
            pause = max(_backoff(one.attempts), SETTLE if unsure else timedelta(0))
            self._office.again(one, pause, "it could not be written", unsure=unsure)

    def sweep(self) -> None:
        """Look after letters whose sending was in doubt: a copy that appeared late is taken away."""
        traces.each("a letter was not looked after", self._office.suspects(), self._look_after)

    def _look_after(self, suspect: tuple[Kept, str | None]) -> None:
        kept, channel = suspect
        try:
            channel = channel or self._mails.at(kept.workspace).conversation(str(kept.to))
            for extra in self._extras(kept, channel):
                self._mails.at(kept.workspace).delete(channel, extra)
                log.info("a copy too many was taken away", notice=kept.id, kind=kept.kind)
        except Refused as no:
            self._alarm("history refused: a copy too many may stay", kept, no.error)
            if self._office.now() < (kept.first_attempt_at or kept.due_at) + LONG_ENOUGH:
                self._office.look_later(kept, HOLD)
                return
        except Trouble as trouble:  # the next look comes by itself
            log.warning("could not look for copies", notice=kept.id, error=trouble.error)
            return
        self._office.swept(kept)

    def _extras(self, kept: Kept, channel: str) -> tuple[str, ...]:
        """All copies but the one that is noted; where none is, all but the first."""
        if kept.kind in FILES:
            files = self._mails.at(kept.workspace).enclosed(channel, kept.ts) if kept.ts else ()
            return tuple(ts for n, (ts, words) in enumerate(files) if words in {said for _, said in files[:n]})
        found = self._mails.at(kept.workspace).copies(channel, kept.id, (kept.first_attempt_at or kept.due_at) - BEFORE)
        stays = kept.ts if kept.ts in found else next(iter(found), None)
        return tuple(ts for ts in found if ts != stays)


def _as_worded_then(card: Walk) -> Walk:
    """A card that was drawn at an earlier attempt: of no revision there is, so that it is drawn again."""
    return replace(card, round=replace(card.round, revision=0))


def _backoff(attempts: int) -> timedelta:
    return min(BACKOFF * (1 << min(attempts, 10)), LONGEST)


class Quiet:
    """Until when Slack wants to hear nothing of a channel; or of any, once it said so for two at a time."""

    def __init__(self) -> None:
        self._until: dict[str, datetime] = {}
        self._lock = Lock()

    def note(self, channel: str, until: datetime) -> None:
        """Slack said so."""
        with self._lock:
            self._until[channel] = until

    def until(self, channel: str, now: datetime) -> datetime:
        """When this channel may be posted to."""
        with self._lock:
            self._until = {one: until for one, until in self._until.items() if until > now}
            if len(self._until) > 1:
                return max(self._until.values())
            return self._until.get(channel, now)
