"""Who takes part: partnerships, their partner organisations, and what each person may do."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NewType

from flows.refusal import Denied, Refusal
from flows.retention import USUAL

WorkspaceId = NewType("WorkspaceId", str)
UserId = NewType("UserId", str)
ChannelId = NewType("ChannelId", str)
PartnershipId = NewType("PartnershipId", str)
PartnerId = NewType("PartnerId", str)


ERASED = "erased-"
"""How the name begins that stands for a person who was erased."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts: a person in a workspace. Slack has vouched for both."""

    workspace: WorkspaceId
    user: UserId


class Sector(StrEnum):
    """The sectors a place partnership usually covers."""

    PRIMARY_CARE = "Primary care"
    COMMUNITY_CARE = "Community care"
    LOCAL_AUTHORITY = "Local authority"
    ACUTE_TRUST = "Acute trust"
    MENTAL_HEALTH = "Mental health"
    VOLUNTARY_SECTOR = "Voluntary sector"
    OTHER = "Other"


@dataclass(frozen=True, slots=True)
class Partner:
    """One organisation; its contributors share one assessment and one weight.

    Its id stays when its name changes. `contact` is who answers for it outside Slack: a name, an e-mail address.
    """

    id: PartnerId
    name: str
    sector: Sector
    contributors: tuple[UserId, ...]
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Partnership:
    """A place: its channel, its time zone, who leads it and who is in it.

    `neighbourhood` is the local word for one, `region_contact` who gets the return, and `allocation` the development
    funding in whole pounds, where there is one. `keep_months` is how long the details of a round are kept after it.
    """

    id: PartnershipId
    workspace: WorkspaceId
    channel: ChannelId
    name: str
    hosts: tuple[str, ...]
    zone: str
    leads: tuple[UserId, ...]
    partners: tuple[Partner, ...]
    observers: tuple[UserId, ...] = ()
    neighbourhood: str = "neighbourhood"
    region_contact: str = ""
    allocation: int | None = None
    keep_months: int = USUAL

    def partner(self, partner: PartnerId) -> Partner:
        """Find an organisation of this partnership; one that has left it is refused."""
        found = next((one for one in self.partners if one.id == partner), None)
        if found is None:
            raise Refusal(f"This organisation no longer takes part in {self.name}.")
        return found

    def partner_of(self, user: UserId) -> Partner | None:
        """The organisation that this person answers for, if any."""
        return next((partner for partner in self.partners if user in partner.contributors), None)


class Role(StrEnum):
    """What somebody is in a partnership, in the plural that a sentence needs. One person may have several roles."""

    LEAD = "leads"
    CONTRIBUTOR = "contributors"
    OBSERVER = "observers"
    STRANGER = "others"


def roles(partnership: Partnership, user: UserId) -> frozenset[Role]:
    """What this person is here; a stranger when nothing else."""
    held = {
        Role.LEAD: user in partnership.leads,
        Role.CONTRIBUTOR: partnership.partner_of(user) is not None,
        Role.OBSERVER: user in partnership.observers,
    }
    return frozenset(role for role, holds in held.items() if holds) or frozenset({Role.STRANGER})


class Deed(StrEnum):
    """What can be done in a partnership, as it reads after "Only ... can"."""

    SEE_PARTNERSHIP = "see who takes part"
    CHANGE_PARTNERSHIP = "change who takes part"
    SEE_CHANGES = "see what was changed"
    START_ROUND = "start a round"
    SEE_TURNOUT = "see who has submitted"
    NUDGE = "remind those who have not submitted"
    MOVE_DATES = "move the dates of a round"
    CLOSE_ROUND = "close a round early"
    CANCEL_ROUND = "cancel a round"
    HAND_OVER = "hand the lead over"
    SEE_AUDIT = "read the audit trail"
    CARRY_WORKBOOKS = "pass on workbooks for organisations outside Slack"
    ANSWER = "answer for an organisation"
    INVITE_COLLEAGUE = "pass an invitation to a colleague"
    SEE_SUMMARY = "see the summary"
    MODERATE = "record what the meeting agrees"
    CONCLUDE = "conclude what the meeting agreed"
    RUN_VOTE = "open or close a vote"
    VOTE = "vote for an organisation"
    CHALLENGE = "leave a challenge for the meeting"
    SEE_AGREED = "see what was agreed"
    EXPORT = "export the return"


_LEADS = frozenset({Role.LEAD})
_CONTRIBUTORS = frozenset({Role.CONTRIBUTOR})
_EVERYBODY_HERE = frozenset({Role.LEAD, Role.CONTRIBUTOR, Role.OBSERVER})

PERMISSIONS: Mapping[Deed, frozenset[Role]] = MappingProxyType(
    {
        Deed.SEE_PARTNERSHIP: _EVERYBODY_HERE,
        Deed.CHANGE_PARTNERSHIP: _LEADS,
        Deed.SEE_CHANGES: _LEADS,
        Deed.START_ROUND: _LEADS,
        Deed.SEE_TURNOUT: _LEADS,
        Deed.NUDGE: _LEADS,
        Deed.MOVE_DATES: _LEADS,
        Deed.CLOSE_ROUND: _LEADS,
        Deed.CANCEL_ROUND: _LEADS,
        Deed.HAND_OVER: _LEADS,
        Deed.SEE_AUDIT: _LEADS,
        Deed.CARRY_WORKBOOKS: _LEADS,
        Deed.ANSWER: _CONTRIBUTORS,
        Deed.INVITE_COLLEAGUE: _CONTRIBUTORS,
        Deed.SEE_SUMMARY: _EVERYBODY_HERE,
        Deed.MODERATE: _LEADS,
        Deed.CONCLUDE: _LEADS,
        Deed.RUN_VOTE: _LEADS,
        Deed.VOTE: _CONTRIBUTORS,
        Deed.CHALLENGE: frozenset({Role.OBSERVER}),
        Deed.SEE_AGREED: _EVERYBODY_HERE,
        Deed.EXPORT: _LEADS,
    }
)
"""Who may do what, in a partnership in which they hold the role; contributors for their own organisation only."""


def may(deed: Deed, partnership: Partnership, user: UserId) -> bool:
    """Whether this person may do this here."""
    return not PERMISSIONS[deed].isdisjoint(roles(partnership, user))


def require(deed: Deed, partnership: Partnership, user: UserId) -> None:
    """Refuse everyone who may not do this here."""
    if not may(deed, partnership, user):
        *others, last = (role.value for role in Role if role in PERMISSIONS[deed])
        who = f"{', '.join(others)} and {last}" if others else last
        reason = f"Only the {who} of {partnership.name} can {deed}. Please ask one of them."
        raise Denied(reason, why=f"not one of the {who}")


def require_contributor(partner: Partner, user: UserId) -> None:
    """Refuse everyone but the contributors of this organisation."""
    if user not in partner.contributors:
        raise Denied("This assessment belongs to another organisation.", why="another organisation")
