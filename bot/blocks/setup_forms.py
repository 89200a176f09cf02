"""The forms of a partnership: what it is called, who leads and observes, an organisation, a list to take in."""

from collections.abc import Sequence
from zoneinfo import available_timezones

from bot.blocks.parts import Block, context, field, modal, option, plain, section, select, short_text
from bot.carried import NewPlace, OnPartnership
from bot.limits import LIMITS
from bot.mrkdwn import bold, escape
from bot.names import Callback, Field
from flows import calendar, retention
from flows.membership import MOST_CONTRIBUTORS, MOST_HOSTS, MOST_LEADS, MOST_OBSERVERS, Details
from flows.people import Partner, PartnerId, Partnership, Sector, UserId
from flows.round import Round

LONGEST_NAME = 120
LONGEST_CONTACT = 200
NEW = Details("", ())
SHEETS = ["xlsx", "csv"]


def set_up(where: NewPlace) -> Block:
    """The first form: whoever sends it leads the partnership."""
    words = "Only the name and the host are needed now. You will be the first lead, and can add others afterwards."
    return modal(
        "Set up a partnership",
        [section(words), *_details(NEW)],
        callback=Callback.SET_UP,
        submit="Next",
        close="Cancel",
        metadata=where.packed(),
    )


def details(place: Partnership) -> Block:
    """The same again, filled with what is known."""
    return modal(
        "Edit the partnership",
        _details(Details.of(place)),
        callback=Callback.DETAILS,
        submit="Save",
        close="Cancel",
        metadata=OnPartnership(partnership=place.id).packed(),
    )


def _details(known: Details) -> list[Block]:
    hosts = _lines("\n".join(known.hosts), "The integrator, or whoever holds the partnership together")
    pounds = "" if known.allocation is None else str(known.allocation)
    return [
        field(
            Field.PARTNERSHIP_NAME, "Name of the partnership", _line(known.name, "For example Larkmere", LONGEST_NAME)
        ),
        field(Field.HOSTS, "Host organisation", hosts, hint=f"If there are several, one a line; {MOST_HOSTS} at most."),
        field(
            Field.ZONE, "Time zone", select("Choose a time zone", _zones(known.zone), option(known.zone, known.zone))
        ),
        field(
            Field.NEIGHBOURHOOD,
            "Your word for a neighbourhood",
            _line(known.neighbourhood, "neighbourhood", 40),
            hint="Some say locality, place or network.",
        ),
        field(
            Field.REGION_CONTACT,
            "Who gets the return in the region",
            _line(known.region_contact, "A name or an e-mail address", LONGEST_CONTACT),
            optional=True,
        ),
        field(
            Field.ALLOCATION,
            "Development funding in pounds",
            _line(pounds, "250000", 20),
            hint="The board paper sets the funding of actions against it.",
            optional=True,
        ),
        field(
            Field.KEEP_MONTHS,
            "How long the details of a round are kept",
            select("Choose how long", _lengths(known.keep_months), _length(known.keep_months)),
            hint="From its meeting on. What the meeting agreed stays, and so does the audit trail.",
        ),
    ]


def _lengths(chosen: int) -> list[Block]:
    return [_length(one) for one in sorted({*retention.CHOICES, chosen})]


def _length(months: int) -> Block:
    return option(retention.in_words(months), str(months))


def _zones(chosen: str) -> list[Block]:
    """European time zones, and the one that is chosen; a static list takes a hundred options."""
    near = sorted(one for one in available_timezones() if one.startswith("Europe/"))
    names = list(dict.fromkeys(["Europe/London", chosen, *near]))[: LIMITS["select.options.max_items"]]
    return [option(one, one) for one in names]


def people(place: Partnership) -> Block:
    """Who leads and who observes."""
    return modal(
        "Leads and observers",
        [
            field(
                Field.LEADS,
                "Leads",
                _users(place.leads, MOST_LEADS),
                hint="They start rounds, see who has submitted, and record what the meeting agrees. Never an answer.",
            ),
            field(
                Field.OBSERVERS,
                "Observers",
                _users(place.observers, MOST_OBSERVERS),
                hint="Public and patient representatives, or experts: they read and challenge, and do not rate.",
                optional=True,
            ),
        ],
        callback=Callback.PEOPLE,
        submit="Save",
        close="Cancel",
        metadata=OnPartnership(partnership=place.id, first=place.leads, second=place.observers).packed(),
    )


def new_partner(place: Partnership, added: str = "") -> Block:
    """An organisation that joins; after one is added the same form comes again, empty."""
    before = f":white_check_mark: {bold(added)} is added. Add the next one, or press Done." if added else ""
    return _partner(place, None, before, Callback.ADD_PARTNER, ("Add", "Done" if added else "Cancel"))


def partner(place: Partnership, known: Partner) -> Block:
    """An organisation that takes part."""
    return _partner(place, known, "", Callback.EDIT_PARTNER, ("Save", "Cancel"))


def _partner(
    place: Partnership, known: Partner | None, before: str, callback: Callback, buttons: tuple[str, str]
) -> Block:
    about = known.id if known else str(len(place.partners))
    one = known or Partner(PartnerId(""), "", Sector.OTHER, ())
    chosen = option(one.sector, one.sector) if known else None
    return modal(
        "Edit an organisation" if known else "Add an organisation",
        [
            *([section(before)] if before else []),
            field(
                Field.ORGANISATION,
                "Name of the organisation",
                _line(one.name, "As partners know it", LONGEST_NAME),
                about=about,
            ),
            field(
                Field.SECTOR,
                "Sector",
                select("Choose a sector", [option(each, each) for each in Sector], chosen),
                about=about,
            ),
            field(
                Field.CONTRIBUTORS,
                "Who answers for it",
                _users(one.contributors, MOST_CONTRIBUTORS),
                about=about,
                hint="They share one view and one weight. Each of them gets an invitation when a round starts.",
                optional=True,
            ),
            field(
                Field.CONTACT,
                "Nobody in Slack? Whom to reach instead",
                _line(one.contact, "A name and an e-mail address", LONGEST_CONTACT),
                about=about,
                hint="You will get a workbook to pass on to them.",
                optional=True,
            ),
        ],
        callback=callback,
        submit=buttons[0],
        close=buttons[1],
        metadata=OnPartnership(partnership=place.id, partner=one.id, first=one.contributors).packed(),
    )


def removal(place: Partnership, partner: Partner, running: Sequence[Round]) -> Block:
    """What happens if an organisation is removed."""
    words = [f"Remove {bold(partner.name)} from {bold(place.name)}?"]
    for one in running:
        until = calendar.in_words(one.deadline, place.zone)
        words.append(
            f"• In the {escape(one.label.lower())} round that is open until {until}, its people are asked nothing "
            "more, and what they have answered will not count."
        )
    words.append(
        "• What was agreed in earlier rounds stays as it is. Added again under this name, it goes on where it was."
    )
    return modal(
        "Remove?",
        [section("\n".join(words))],
        callback=Callback.REMOVE_PARTNER,
        submit="Remove",
        close="Keep",
        metadata=OnPartnership(partnership=place.id, partner=partner.id, do="remove").packed(),
    )


def list_form(place: Partnership) -> Block:
    """A list of organisations to take in."""
    return modal(
        "Add from a list",
        [
            section(
                "A workbook (.xlsx) or CSV file with one line for each person:\n"
                "*Organisation*, *Sector*, *Person* (e-mail address or Slack member id) and *Role*: contributor, lead, "
                "observer or outside Slack; empty means contributor. Leads and observers need no organisation."
            ),
            context(
                f"Sectors: {escape(', '.join(Sector))}. Organisations and people that are here already stay; nothing "
                "is taken in before everything in the list is right."
            ),
            field(Field.LIST, "The list", {"type": "file_input", "filetypes": SHEETS, "max_files": 1}),
        ],
        callback=Callback.TAKE_IN_LIST,
        submit="Add these",
        close="Cancel",
        metadata=OnPartnership(partnership=place.id).packed(),
    )


def _line(initial: str, placeholder: str, most: int) -> Block:
    return short_text(initial, placeholder, most)


def _lines(initial: str, placeholder: str) -> Block:
    box: Block = {
        "type": "plain_text_input",
        "multiline": True,
        "max_length": MOST_HOSTS * LONGEST_NAME,
        "placeholder": plain(placeholder),
    }
    return box | ({"initial_value": initial} if initial else {})


def _users(chosen: Sequence[UserId], most: int) -> Block:
    element: Block = {"type": "multi_users_select", "placeholder": plain("Choose people"), "max_selected_items": most}
    return element | ({"initial_users": list(chosen)} if chosen else {})
