"""What buttons, choices and modals carry through Slack and bring back: ids only, for the database is the truth."""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from bot.names import Field
from flows.assessment import AssessmentId
from flows.judgement import Judgement, Kind
from flows.people import ChannelId, PartnerId, PartnershipId, UserId
from flows.proposal import RoundForm
from flows.refusal import Denied
from flows.round import RoundId

MOST_LEVELS = 10


class Forged(Denied):
    """A no to what this house did not write: it comes before any desk, and is recorded at the door."""

    def __init__(self, reason: str, field: str | None = None) -> None:
        """Nobody can tell what it was about, only that it was tried."""
        super().__init__(reason, field, why="unreadable")


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
            raise Forged("This button is from an older message. Please use the newest one.") from None


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


class OnBoard(_Carried):
    """What of a round's moderation a button or a modal is about, and which revision it was drawn from."""

    round: RoundId
    subdomain: str = ""
    action: str = ""
    do: str = ""
    seen: int = 0
    number: int = 0


class Draft(_Carried):
    """The form that starts a round as it is filled in so far: it becomes state when it is launched, and not before."""

    form: RoundForm


class OnRound(_Carried):
    """Which round a lead's button or modal is about, and in a list which page of it."""

    round: RoundId
    page: int = 0


class OnOrganisation(_Carried):
    """Which organisation's workbook, of which round, a lead asks for."""

    round: RoundId
    partner: PartnerId


class NewPlace(_Carried):
    """The channel in which a partnership is to be set up, and the message of ours that offered it, if one did."""

    channel: ChannelId
    ts: str = ""


class OnPartnership(_Carried):
    """What of a partnership a button or a form is about; `first` and `second` are the people that a form showed."""

    partnership: PartnershipId
    partner: PartnerId = PartnerId("")
    do: Literal["edit", "remove"] = "edit"
    first: tuple[UserId, ...] = ()
    second: tuple[UserId, ...] = ()


class OnList(_Carried):
    """For which partnership a list is meant that somebody dropped in the chat, by the id of its file."""

    partnership: PartnershipId
    file: str


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
        raise Forged("Choose one of the judgements offered.", Field.JUDGEMENT)
    return found
