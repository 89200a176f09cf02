"""What an organisation says about one sub-domain: judgement, evidence, comment, and what goes with them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from flows.evidence import Item, ItemKind
from flows.judgement import Judgement, Kind
from flows.people import UserId

LONGEST_TEXT = 3000
"""Characters that evidence or a comment may have: what one text field in Slack takes."""
LONGEST_LINE = 500
"""Characters of a reason, or of when to look again."""
ASKS: Mapping[Kind, str] = MappingProxyType({Kind.CANNOT_ASSESS: "reason", Kind.NOT_YET_RELEVANT: "revisit"})
"""Judgements that are complete only with a few words, and in which field those stand."""


class Confidence(StrEnum):
    """How sure an organisation is of its judgement."""

    SURE = "sure"
    FAIRLY = "fairly"
    GUESS = "guess"


@dataclass(frozen=True, slots=True)
class Answer:
    """What an organisation says about one sub-domain so far; any part may be missing.

    `reason` says why it cannot assess, `revisit` when to look again; `own_note` keeps the text of the evidence from the
    partnership. `consent` is the mark of the very text that may be quoted, or empty. `revision` counts the changes, and
    `pressed_at` is when, by Slack's clock, the last press on it was made; neither is part of what is said.
    """

    by: UserId
    at: datetime
    judgement: Judgement | None = None
    evidence: str = ""
    comment: str = ""
    reason: str = ""
    revisit: str = ""
    own_note: bool = False
    items: tuple[Item, ...] = ()
    consent: str = ""
    confidence: Confidence | None = None
    revision: int = field(default=0, compare=False)
    pressed_at: datetime | None = field(default=None, compare=False)

    @property
    def empty(self) -> bool:
        """Whether nothing has been said."""
        return self.judgement is None and not self.evidence and not self.comment and not self.items

    @property
    def evidenced(self) -> bool:
        """Whether there is any evidence, for whomever."""
        return bool(self.evidence or self.items)

    @property
    def needs(self) -> str | None:
        """The field whose words belong to the judgement; none for most."""
        return ASKS.get(self.judgement.kind) if self.judgement else None

    @property
    def asks(self) -> str | None:
        """The same field, while it is empty."""
        return self.needs if self.needs and not self.words(self.needs) else None

    @property
    def complete(self) -> bool:
        """Whether there is a judgement, with the words that it needs."""
        return self.judgement is not None and self.asks is None

    def words(self, needed: str) -> str:
        """What was said in a field that a judgement asks for."""
        return self.reason if needed == "reason" else self.revisit

    def says_the_same(self, other: "Answer") -> bool:
        """Whether nothing but who said it, and when, is different."""
        return replace(self, by=other.by, at=other.at) == other

    @property
    def given(self) -> tuple[Item, ...]:
        """All its evidence as pieces, the text among them, to be used again elsewhere."""
        text = (Item(ItemKind.TEXT, self.evidence, ours=self.own_note),) if self.evidence else ()
        return (*text, *self.items)
