"""Who takes part: partnerships, their partner organisations, and what each person may do."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from flows.refusal import Denied, Refusal

WorkspaceId = NewType("WorkspaceId", str)
UserId = NewType("UserId", str)
ChannelId = NewType("ChannelId", str)
PartnershipId = NewType("PartnershipId", str)
PartnerId = NewType("PartnerId", str)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts: a person in a workspace. Slack has vouched for both."""

    workspace: WorkspaceId
    user: UserId


MOST_CONTRIBUTORS = 8
"""People who may answer for one organisation by being passed its invitation: a view is shared, not broadcast."""


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
    """One organisation; its contributors share one assessment and one weight."""

    id: PartnerId
    name: str
    sector: Sector
    contributors: tuple[UserId, ...]


@dataclass(frozen=True, slots=True)
class Partnership:
    """A place: its channel, its time zone, who leads it and who is in it."""

    id: PartnershipId
    workspace: WorkspaceId
    channel: ChannelId
    name: str
    host: str
    zone: str
    leads: tuple[UserId, ...]
    partners: tuple[Partner, ...]

    def partner(self, partner: PartnerId) -> Partner:
        """Find an organisation of this partnership; one that has left it is refused."""
        found = next((one for one in self.partners if one.id == partner), None)
        if found is None:
            raise Refusal(f"This organisation no longer takes part in {self.name}.")
        return found

    def partner_of(self, user: UserId) -> Partner | None:
        """The organisation that this person answers for, if any."""
        return next((partner for partner in self.partners if user in partner.contributors), None)


def require_lead(partnership: Partnership, user: UserId) -> None:
    """Refuse everyone but the leads of this partnership."""
    if user not in partnership.leads:
        raise Refusal(f"Only the leads of {partnership.name} can do this.")


def require_contributor(partner: Partner, user: UserId) -> None:
    """Refuse everyone but the contributors of this organisation."""
    if user not in partner.contributors:
        raise Denied("This assessment belongs to another organisation.", why="another organisation")


def with_colleague(partnership: Partnership, partner: PartnerId, colleague: UserId) -> Partnership:
    """The partnership in which this colleague answers for the organisation too, or a refusal."""
    here = partnership.partner(partner)
    known = partnership.partner_of(colleague)
    if known and known.id == partner:
        raise Refusal(f"They answer for {here.name} already. They have the same card as you.", "colleague")
    if known:
        raise Refusal(
            "They answer for another organisation of this partnership. Please choose a colleague.", "colleague"
        )
    if colleague in partnership.leads:
        raise Refusal("They lead the partnership, and leads see no answers. Please choose a colleague.", "colleague")
    if len(here.contributors) >= MOST_CONTRIBUTORS:
        raise Refusal(f"{here.name} has {MOST_CONTRIBUTORS} contributors already, which is the most.", "colleague")
    joined = replace(here, contributors=(*here.contributors, colleague))
    return replace(partnership, partners=tuple(joined if one is here else one for one in partnership.partners))
