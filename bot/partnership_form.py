"""The hall for the forms of a partnership: what somebody filled in, as the rules take it."""

from bot import files, payloads
from bot.carried import OnPartnership
from bot.files import Dropped
from bot.names import Field
from bot.payloads import Body
from flows.membership import Details, Selection
from flows.people import Partner, PartnerId, Sector, UserId
from flows.refusal import Refusal


def details(view: Body) -> Details:
    """What the partnership is called and how it works."""
    return Details(
        name=_line(view, Field.PARTNERSHIP_NAME),
        hosts=tuple(dict.fromkeys(_lines(view, Field.HOSTS))),
        zone=_chosen(view, Field.ZONE),
        neighbourhood=_line(view, Field.NEIGHBOURHOOD),
        region_contact=_line(view, Field.REGION_CONTACT),
        allocation=_pounds(_line(view, Field.ALLOCATION)),
        keep_months=_months(_chosen(view, Field.KEEP_MONTHS)),
    )


def partner(view: Body, partner: PartnerId) -> Partner:
    """One organisation, with those chosen to answer for it."""
    return Partner(
        id=partner,
        name=_line(view, Field.ORGANISATION),
        sector=_sector(_chosen(view, Field.SECTOR)),
        contributors=_people(view, Field.CONTRIBUTORS),
        contact=_line(view, Field.CONTACT),
    )


def contributors(view: Body, held: OnPartnership) -> Selection:
    """Who answers for an organisation, as the form showed it and as it is now."""
    return Selection(held.first, _people(view, Field.CONTRIBUTORS))


def leads(view: Body, held: OnPartnership) -> Selection:
    """Who leads."""
    return Selection(held.first, _people(view, Field.LEADS))


def observers(view: Body, held: OnPartnership) -> Selection:
    """Who observes."""
    return Selection(held.second, _people(view, Field.OBSERVERS))


def a_list(view: Body) -> Dropped:
    """The file that was put into the form."""
    given = files.dropped({"files": payloads.value_of(view, Field.LIST, "files")})
    if not given:
        raise Refusal("Please choose a workbook or a CSV file.", Field.LIST)
    return given[0]


def _line(view: Body, name: Field) -> str:
    return " ".join(str(payloads.value_of(view, name, "value") or "").split())


def _lines(view: Body, name: Field) -> list[str]:
    typed = str(payloads.value_of(view, name, "value") or "")
    return [" ".join(line.split()) for line in typed.splitlines() if line.strip()]


def _chosen(view: Body, name: Field) -> str:
    return str((payloads.value_of(view, name, "selected_option") or {}).get("value") or "")


def _people(view: Body, name: Field) -> tuple[UserId, ...]:
    return tuple(UserId(str(one)) for one in payloads.value_of(view, name, "selected_users") or [])


def _sector(chosen: str) -> Sector:
    try:
        return Sector(chosen)
    except ValueError:
        raise Refusal("Please choose a sector from the list.", Field.SECTOR) from None


def _months(chosen: str) -> int:
    if not chosen.isascii() or not chosen.isdigit() or len(chosen) > 3:
        raise Refusal("Please choose from the list how long details are kept.", Field.KEEP_MONTHS)
    return int(chosen)


def _pounds(typed: str) -> int | None:
    digits = typed.replace(",", "").replace("£", "").replace(" ", "")
    if not digits:
        return None
    if not digits.isascii() or not digits.isdigit() or len(digits) > 9:
        raise Refusal("Please give whole pounds, such as 250000, or leave it empty.", Field.ALLOCATION)
    return int(digits)
