"""What buttons, choices and modals carry through Slack and bring back: ids only, for the database is the truth."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.names import Field
from flows.assessment import AssessmentId
from flows.judgement import Judgement, Kind
from flows.people import ChannelId, PartnershipId
from flows.refusal import Refusal

MOST_LEVELS = 10


class _Carried(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def packed(self) -> str:
        """The shortest form that `unpacked` reads."""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def unpacked(cls, packed: str) -> Self:
        """Read it back; what this house did not write is refused."""
        try:
            return cls.model_validate_json(packed)
        except ValidationError:
            raise Refusal("This button is from an older message. Please use the newest one.") from None


class Place(_Carried):
    """Where in which assessment a button or a modal of the walk belongs.

    `seen` is the revision of the answer it was drawn from: whoever changes a newer one is shown it first.
    """

    assessment: AssessmentId
    subdomain: str = ""
    level: int = 0
    seen: int = 0


class OnItem(_Carried):
    """What to do with which piece of evidence in an answer form."""

    item: str
    do: Literal["remove", "ours", "shared"]


class Pieces(_Carried):
    """Pieces of evidence that were kept from outside the form, and the message of ours that says so."""

    assessment: AssessmentId
    subdomain: str
    items: tuple[str, ...]
    channel: ChannelId | None = None
    ts: str = ""


class Source(_Carried):
    """A Slack message that is to be kept as evidence: where it is, not what it says."""

    channel: ChannelId
    ts: str
    team: str


class StartForm(_Carried):
    """Which partnership the form that starts a round is about."""

    partnership: PartnershipId


def packed_judgement(judgement: Judgement) -> str:
    """The form in which a choice of the judgement field carries its judgement."""
    return f"{judgement.kind}-{judgement.level or 0}-{'leaning' if judgement.leaning else 'plain'}"


def judgement(packed: str) -> Judgement:
    """Unpack a choice of the judgement field, compared whole; a forged one is refused."""
    levels = range(1, MOST_LEVELS + 1)
    known = [Judgement.of(level, leaning=leaning) for level in levels for leaning in (False, True)]
    known += [Judgement(kind) for kind in Kind if kind is not Kind.LEVEL]
    found = next((one for one in known if packed_judgement(one) == packed), None)
    if found is None:
        raise Refusal("Choose one of the judgements offered.", Field.JUDGEMENT)
    return found
