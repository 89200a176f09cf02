"""All that a meeting has in front of it: what was shown of each sub-domain, and what it has agreed so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flows.disclosure import Disclosure, Shown
from flows.judgement import Judgement
from flows.moderation import Action, Moderation
from flows.people import Partnership, UserId
from flows.refusal import Denied
from flows.revoting import Revote
from flows.round import Round
from flows.timing import USUAL, Timetable, timetable
from frameworks.schema import Edition, SubDomain

LONGEST_CHALLENGE = 1000


@dataclass(frozen=True, slots=True)
class Challenge:
    """What an observer asks the meeting to think about."""

    id: str
    subdomain: str
    words: str
    by: UserId
    at: datetime

    def repeats(self, other: "Challenge") -> bool:
        """Whether the same person said the same there before."""
        return (self.subdomain, self.words, self.by) == (other.subdomain, other.words, other.by)


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one round.

    `evidence` and `quotes` are what may be read without a name, by sub-domain; `before` is what the round before
    agreed, where its words are the same; `unfinished` are its open actions. `posted` are the sub-domains that stand in
    the channel.
    """

    partnership: Partnership
    round: Round
    edition: Edition
    disclosure: Disclosure
    moderation: Moderation
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quotes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    challenges: tuple[Challenge, ...] = ()
    revotes: tuple[Revote, ...] = ()
    before: Mapping[str, Judgement] = field(default_factory=dict)
    unfinished: tuple[Action, ...] = ()
    posted: frozenset[str] = frozenset()

    @property
    def timetable(self) -> Timetable:
        """The meeting's minutes."""
        unrated = tuple(one.id for one in map(self.edition.subdomain, self.round.subdomains) if not one.assessable)
        return timetable(self.disclosure, self.moderation.minutes or USUAL, unrated)

    @property
    def order(self) -> tuple[str, ...]:
        """Every sub-domain as the meeting comes to it."""
        planned = self.timetable
        return (*(slot.subdomain for slot in planned.discuss), *planned.together)

    def subdomain(self, wanted: str) -> SubDomain:
        """A sub-domain of this round; any other is refused."""
        if wanted not in self.round.subdomains:
            raise Denied("This is not part of this round. Please open the board again.", why="not in this round")
        return self.edition.subdomain(wanted)

    def shown(self, subdomain: str) -> Shown:
        """What may be shown of the answers on it."""
        return next((one for one in self.disclosure.rows if one.id == subdomain), Shown(subdomain))

    def decided(self, subdomain: str) -> bool:
        """Whether anything was recorded there."""
        decision = self.moderation.decision(subdomain)
        return decision.judgement is not None or bool(decision.evidence)

    def next_up(self, after: str) -> str | None:
        """What the meeting comes to next: the first to discuss after this one that is neither posted nor decided."""
        discussed = [slot.subdomain for slot in self.timetable.discuss if slot.minutes]
        later = discussed[discussed.index(after) + 1 :] if after in discussed else []
        return next((one for one in later if one not in self.posted and not self.decided(one)), None)

    def revote(self, subdomain: str) -> Revote | None:
        """The newest re-vote there."""
        return next((one for one in reversed(self.revotes) if one.subdomain == subdomain), None)
