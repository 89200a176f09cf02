"""The postman: claims what is owed and due, puts it into words, sends it, and notes what became of it.

Slack takes no key by which a post made twice would count once. So whatever may have arrived is looked for before it is
posted again, by the name that it carries; and what arrives late all the same is found by a later look and taken away.
"""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Lock
from typing import Protocol

import structlog

from bot import traces
from bot.letter import Letter, Refused, TooEarlyError, Trouble, Waits
from flows.assessment import Walk
from flows.notices import NoticeKind
from storage.database import Unavailable
from storage.outbox import Claimed, Kept

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
    def sent(self, claimed: Claimed, channel: str, ts: str, card: Walk | None) -> bool: ...  # noqa: D102
    def again(self, claimed: Claimed, pause: timedelta, error: str, *, unsure: bool) -> None: ...  # noqa: D102
    def useless(self, claimed: Claimed, why: str) -> None: ...  # noqa: D102
    def dead(self, claimed: Claimed, error: str) -> None: ...  # noqa: D102
    def held(self, claimed: Claimed, pause: timedelta, error: str) -> None: ...  # noqa: D102
    def suspect(self, claimed: Claimed) -> None: ...  # noqa: D102
    def suspects(self) -> tuple[tuple[Kept, str | None], ...]: ...  # noqa: D102
    def look_later(self, kept: Kept, pause: timedelta) -> None: ...  # noqa: D102
    def swept(self, kept: Kept) -> None: ...  # noqa: D102


class Mail(Protocol):
    """The way to Slack; failures are `Trouble`."""

    def conversation(self, person: str) -> str: ...  # noqa: D102 - bot/mail.py says what each does
    def post(self, channel: str, notice: str, letter: Letter) -> str: ...  # noqa: D102
    def copies(self, channel: str, notice: str, since: datetime) -> tuple[str, ...]: ...  # noqa: D102
    def enclosed(self, channel: str, thread: str) -> tuple[tuple[str, str], ...]: ...  # noqa: D102
    def delete(self, channel: str, ts: str) -> None: ...  # noqa: D102


Write = Callable[[Claimed], Letter | None]
"""Puts a notice into words; none when there is no point in sending it any more."""


class Postman:
    """Delivers for one workspace's bot; `hands` letters at a time."""

    def __init__(self, office: Office, mail: Mail, write: Write, hands: int = HANDS) -> None:
        self._office = office
        self._mail = mail
        self._write = write
        self._quiet = Quiet()
        self._hands = ThreadPoolExecutor(hands, thread_name_prefix="postman") if hands > 1 else None

    def round_trip(self) -> int:
        """Deliver all that is due now; how many have arrived."""
        self._office.drop()
        count = 0
        while (claimed := self._office.claim()) is not None:
            count += sum(self._each(claimed))
        return count

    def stop(self) -> None:
        """Finish what is under way."""
        if self._hands:
            self._hands.shutdown(wait=True)

    def _each(self, claimed: tuple[Claimed, ...]) -> Iterable[bool]:
        return self._hands.map(self._deliver, claimed) if self._hands else map(self._deliver, claimed)

    def _deliver(self, one: Claimed) -> bool:
        """Bring one; whatever goes wrong holds up no other. Without a database the claim lapses, which leaves doubt."""
        try:
            return self._brought(one)
        except Unavailable as away:
            log.error("database unavailable", notice=one.id, error=str(away))  # noqa: TRY400 - its words are enough
            return False

    def _brought(self, one: Claimed) -> bool:
        try:
            ready = self._prepared(one)
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
            return ready is not None and self._posted(one, *ready)
        return False

    def _prepared(self, one: Claimed) -> tuple[Letter, str] | None:
        """The letter and its channel, when it is to be posted now; nothing has been posted when this fails."""
        letter = self._write(one)
        if letter is None:
            self._office.useless(one, "it was of no use any more")
            return None
        channel = letter.to_channel or self._mail.conversation(str(letter.to_person))
        if one.unsure and not self._missing(one, letter, channel):
            return None
        now = self._office.now()
        if (quiet := self._quiet.until(channel, now)) > now:
            self._office.again(one, quiet - now, "Slack wants to hear less", unsure=one.unsure)
            return None
        if now > one.lease_until - SETTLE:  # it took too long to get here: by now another may be about to send it
            self._office.again(one, timedelta(0), "the claim was nearly over", unsure=one.unsure)
            return None
        return letter, channel

    def _missing(self, one: Claimed, letter: Letter, channel: str) -> bool:
        """Whether what may have arrived has not; where nobody may look it is held."""
        try:
            if letter.file:
                there = {words for _, words in self._mail.enclosed(channel, letter.thread)}
                found: tuple[str, ...] = (letter.thread,) if letter.text in there else ()
            else:
                found = self._mail.copies(channel, one.id, one.first_attempt_at - BEFORE)
        except Refused as no:
            self._alarm("history refused: held, not sent again", one, no.error)
            self._office.held(one, HOLD, f"history refused: {no.error}")
            return False
        if found:
            self._office.sent(one, channel, found[0], letter.card and _as_worded_then(letter.card))
            for extra in found[1:]:
                self._mail.delete(channel, extra)
        return not found

    def _posted(self, one: Claimed, letter: Letter, channel: str) -> bool:
        """Post it. From here on whatever breaks leaves it in doubt, unless Slack says that it did nothing."""
        try:
            ts = self._mail.post(channel, one.id, letter)
            if self._office.sent(one, channel, ts, letter.card):
                return True
            self._office.suspect(one)  # the claim was lost while we posted: whoever has it may have posted too
        except Waits as wait:
            self._quiet.note(channel, self._office.now() + timedelta(seconds=wait.seconds))
            self._later(one, wait, unsure=one.unsure)
        except Refused as no:
            self._give_up(one, no.error)
        except Trouble as trouble:
            self._later(one, trouble, unsure=True)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - it may have been posted all the same
            self._puzzled(one, error, unsure=True)
        return False

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
            channel = channel or self._mail.conversation(str(kept.to))
            for extra in self._extras(kept, channel):
                self._mail.delete(channel, extra)
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
        if kept.kind == NoticeKind.MEETING_FILE:
            files = self._mail.enclosed(channel, kept.ts) if kept.ts else ()
            return tuple(ts for n, (ts, words) in enumerate(files) if words in {said for _, said in files[:n]})
        found = self._mail.copies(channel, kept.id, (kept.first_attempt_at or kept.due_at) - BEFORE)
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
