"""How a partnership changes: who leads it, who watches, which organisations take part, and who answers for each.

Every change takes a partnership and gives the next one, or refuses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

from flows.people import Partner, PartnerId, Partnership, Sector, UserId
from flows.refusal import Refusal
from flows.retention import CHOICES, USUAL

MOST_CONTRIBUTORS = 8
"""People who may answer for one organisation: a view is shared, not broadcast."""
MOST_PARTNERS = 40
"""Organisations in one partnership; 5 to 15 are usual."""
MOST_LEADS = 10
MOST_OBSERVERS = 30
MOST_HOSTS = 5


@dataclass(frozen=True, slots=True)
class Details:
    """What a partnership is called and how it works, apart from who takes part."""

    name: str
    hosts: tuple[str, ...]
    zone: str = "Europe/London"
    neighbourhood: str = "neighbourhood"
    region_contact: str = ""
    allocation: int | None = None
    keep_months: int = USUAL

    @classmethod
    def of(cls, partnership: Partnership) -> "Details":
        """Those of a partnership as it is."""
        return cls(
            partnership.name,
            partnership.hosts,
            partnership.zone,
            partnership.neighbourhood,
            partnership.region_contact,
            partnership.allocation,
            partnership.keep_months,
        )


@dataclass(frozen=True, slots=True)
class Selection:
    """People chosen in a form: those it showed, and those chosen now. Whoever came meanwhile stays."""

    shown: tuple[UserId, ...]
    chosen: tuple[UserId, ...]

    def of(self, present: Iterable[UserId]) -> tuple[UserId, ...]:
        """Those present, without whom the form took away, and with whom it added."""
        gone = set(self.shown) - set(self.chosen)
        return tuple(dict.fromkeys([*(one for one in present if one not in gone), *self.chosen]))


def described(partnership: Partnership, details: Details) -> Partnership:
    """The same partnership with these details, or a refusal at the field that is meant."""
    if not details.name.strip():
        raise Refusal("Please give the partnership a name, for example that of the place.", "partnership_name")
    if not 1 <= len(details.hosts) <= MOST_HOSTS:
        raise Refusal(f"Please name the host: one organisation, or up to {MOST_HOSTS}, one a line.", "hosts")
    if details.zone not in available_timezones():
        raise Refusal("Please choose a time zone from the list.", "zone")
    if details.allocation is not None and details.allocation < 0:
        raise Refusal("Please give the allocation in whole pounds, or leave it empty.", "allocation")
    if details.keep_months not in {*CHOICES, partnership.keep_months}:
        raise Refusal("Please choose from the list how long details are kept.", "keep_months")
    return replace(
        partnership,
        name=details.name.strip(),
        hosts=details.hosts,
        zone=details.zone,
        neighbourhood=details.neighbourhood.strip() or "neighbourhood",
        region_contact=details.region_contact.strip(),
        allocation=details.allocation,
        keep_months=details.keep_months,
    )


def with_lead(partnership: Partnership, user: UserId) -> Partnership:
    """Somebody else leads too."""
    return led_by(partnership, (*partnership.leads, user))


def without_lead(partnership: Partnership, user: UserId) -> Partnership:
    """Somebody leads no longer; somebody always does."""
    return led_by(partnership, tuple(one for one in partnership.leads if one != user))


def led_by(partnership: Partnership, users: tuple[UserId, ...]) -> Partnership:
    """The same partnership, led by exactly these."""
    leads = tuple(dict.fromkeys(users))
    if not leads:
        raise Refusal("Somebody has to lead the partnership. Add another lead before you remove the last one.", "leads")
    if len(leads) > MOST_LEADS:
        raise Refusal(f"A partnership has {MOST_LEADS} leads at most. Please choose fewer.", "leads")
    return replace(partnership, leads=leads)


def with_observer(partnership: Partnership, user: UserId) -> Partnership:
    """Somebody else watches too."""
    return watched_by(partnership, (*partnership.observers, user))


def without_observer(partnership: Partnership, user: UserId) -> Partnership:
    """Somebody watches no longer."""
    return watched_by(partnership, tuple(one for one in partnership.observers if one != user))


def watched_by(partnership: Partnership, users: tuple[UserId, ...]) -> Partnership:
    """The same partnership, with exactly these observers, who do not rate."""
    observers = tuple(dict.fromkeys(users))
    for user in observers:
        if partner := partnership.partner_of(user):
            raise Refusal(
                f"Observers give no judgement, but one of those you chose answers for {partner.name}. "
                "Remove them there first, or choose somebody else.",
                "observers",
            )
    if len(observers) > MOST_OBSERVERS:
        raise Refusal(f"A partnership has {MOST_OBSERVERS} observers at most. Please choose fewer.", "observers")
    return replace(partnership, observers=observers)


def with_partner(partnership: Partnership, partner: Partner) -> Partnership:
    """One more organisation takes part."""
    if len(partnership.partners) >= MOST_PARTNERS:
        raise Refusal(f"A partnership has {MOST_PARTNERS} organisations at most.", "organisation")
    _require_new_name(partnership, partner.id, partner.name)
    _require_somebody(partner.contributors, partner.contact)
    joined = replace(partnership, partners=(*partnership.partners, replace(partner, contributors=())))
    return answered_by(joined, partner.id, partner.contributors)


def with_changed_partner(partnership: Partnership, partner: Partner, people: Selection) -> Partnership:
    """An organisation as a form gives it: another name, sector, contact or other contributors."""
    after = renamed(partnership, partner.id, partner.name, partner.sector)
    after = reached_at(after, partner.id, partner.contact)
    contributors = people.of(partnership.partner(partner.id).contributors)
    _require_somebody(contributors, partner.contact)
    return answered_by(after, partner.id, contributors)


def without_partner(partnership: Partnership, partner: PartnerId) -> Partnership:
    """An organisation leaves; what it agreed to in earlier rounds stays."""
    gone = partnership.partner(partner)
    return replace(partnership, partners=tuple(one for one in partnership.partners if one is not gone))


def renamed(partnership: Partnership, partner: PartnerId, name: str, sector: Sector | None = None) -> Partnership:
    """An organisation has another name, or another sector; it stays the same organisation."""
    _require_new_name(partnership, partner, name)
    before = partnership.partner(partner)
    return _replaced(partnership, before, replace(before, name=name, sector=sector or before.sector))


def reached_at(partnership: Partnership, partner: PartnerId, contact: str) -> Partnership:
    """Somebody outside Slack answers for an organisation, or nobody does any more."""
    before = partnership.partner(partner)
    return _replaced(partnership, before, replace(before, contact=contact))


def with_contributor(partnership: Partnership, partner: PartnerId, user: UserId) -> Partnership:
    """Somebody else answers for the organisation too."""
    return answered_by(partnership, partner, (*partnership.partner(partner).contributors, user))


def without_contributor(partnership: Partnership, partner: PartnerId, user: UserId) -> Partnership:
    """Somebody answers for the organisation no longer; what they said stays the organisation's."""
    rest = tuple(one for one in partnership.partner(partner).contributors if one != user)
    return answered_by(partnership, partner, rest)


def answered_by(partnership: Partnership, partner: PartnerId, users: tuple[UserId, ...]) -> Partnership:
    """The same partnership, in which exactly these answer for the organisation; each for one only."""
    here, people = partnership.partner(partner), tuple(dict.fromkeys(users))
    for user in people:
        known = partnership.partner_of(user)
        if known and known.id != partner:
            raise Refusal(
                f"One of those you chose answers for {known.name} already, and everybody answers for one organisation. "
                "Remove them there first, or choose somebody else.",
                "contributors",
            )
        if user in partnership.observers:
            raise Refusal(
                "One of those you chose is an observer, and observers give no judgement. "
                "Remove them from the observers first, or choose somebody else.",
                "contributors",
            )
    if len(people) > MOST_CONTRIBUTORS:
        raise Refusal(f"{here.name} can have {MOST_CONTRIBUTORS} contributors at most.", "contributors")
    return _replaced(partnership, here, replace(here, contributors=people))


def with_colleague(partnership: Partnership, partner: PartnerId, colleague: UserId) -> Partnership:
    """The partnership in which a contributor's colleague answers for the organisation too, or a refusal."""
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
    if colleague in partnership.observers:
        raise Refusal("They are an observer, and observers give no judgement. Please choose a colleague.", "colleague")
    if len(here.contributors) >= MOST_CONTRIBUTORS:
        raise Refusal(f"{here.name} has {MOST_CONTRIBUTORS} contributors already, which is the most.", "colleague")
    return _replaced(partnership, here, replace(here, contributors=(*here.contributors, colleague)))


def _require_new_name(partnership: Partnership, partner: PartnerId, name: str) -> None:
    if not name.strip():
        raise Refusal("Please give the organisation's name.", "organisation")
    if any(one.name.casefold() == name.casefold() for one in partnership.partners if one.id != partner):
        raise Refusal(f"{name} takes part already. Please give another name.", "organisation")


def _require_somebody(contributors: tuple[UserId, ...], contact: str) -> None:
    if not contributors and not contact:
        raise Refusal(
            "Somebody has to answer for the organisation. Choose people, or say below whom to reach outside Slack.",
            "contributors",
        )


def _replaced(partnership: Partnership, before: Partner, after: Partner) -> Partnership:
    return replace(partnership, partners=tuple(after if one is before else one for one in partnership.partners))
