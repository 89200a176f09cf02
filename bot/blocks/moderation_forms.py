"""The forms of the board: what is agreed on a sub-domain, what is confirmed together, and actions."""

from collections.abc import Iterable

from bot.blocks import framework, moderation
from bot.blocks.parts import (
    Block,
    actions,
    button,
    context,
    divider,
    field,
    header,
    long_text,
    menu,
    modal,
    notice,
    option,
    section,
    select,
    short_text,
    tick,
)
from bot.carried import OnBoard, packed_judgement
from bot.limits import LIMITS, shorten
from bot.mrkdwn import bold, escape, said
from bot.names import Action, Callback, Field
from flows.board import Board
from flows.calendar import in_words as when
from flows.deciding import LONGEST_LINE, Clash, changes, following
from flows.judgement import Judgement, in_words
from flows.moderation import Action as Agreed
from flows.moderation import ActionId, Decision
from flows.walk import offered

MOST_SHOWN = 20
"""Pieces of evidence and quotes that a form lists; more than that nobody reads in a meeting."""
SHORT = 150
STOP = "stop"
"""What the button carries that saves a form and does not go on to the next."""
STAYS = "as it was"
"""The choice of an organisation that has left the partnership, where it is named already."""


def decision(board: Board, subdomain: str, clash: Clash | None = None, turned_from: str = "") -> Block:
    """What is agreed on one sub-domain, with everything that helps to agree it.

    `turned_from` is the one that was recorded just before, in the same window.
    """
    here, held = board.subdomain(subdomain), board.moderation.decision(subdomain)
    mine = clash.mine if clash else held
    settled = board.moderation.agreed_at is not None
    return modal(
        "What we agree",
        [
            *([context(_kept(board, turned_from))] if turned_from else []),
            header(here.name),
            *framework.about(board.edition, here),
            *(_theirs(board, clash.theirs) if clash else []),
            *_to_start_from(board, subdomain),
            *([] if settled else _fields(board, subdomain, mine)),
            *(_recorded(board, held) if settled else []),
            *(block for action in held.actions for block in listed(board, subdomain, action)),
            *([] if settled else [_ways(board, subdomain)]),
            divider(),
            *moderation.descriptors(board, subdomain),
        ][: LIMITS["view.blocks.max_items"]],
        callback=Callback.RECORD,
        submit="" if settled else "Save and next" if following(board, subdomain) else "Save",
        metadata=OnBoard(round=board.round.id, subdomain=subdomain, seen=held.revision).packed(),
    )


def stopped(board: Board, subdomain: str) -> Block:
    """The page after Save and stop; closing it leads back to where the form was opened."""
    return notice("What we agree", _kept(board, subdomain))


def _kept(board: Board, subdomain: str) -> str:
    """What was recorded just now, and how far the meeting has come."""
    agreed, name = moderation.agreed_on(board, subdomain), board.subdomain(subdomain).name
    return f":white_check_mark: {bold(name)}: {escape(agreed or 'kept')}. {moderation.recorded(board)}"


def _theirs(board: Board, theirs: Decision) -> list[Block]:
    """Another lead's words in whole, beside one's own in the fields."""
    at = f", {when(theirs.at, board.partnership.zone)}" if theirs.at else ""
    judgement = in_words(theirs.judgement, board.edition.levels) if theirs.judgement else "no judgement"
    return [
        section(
            f":warning: <@{theirs.by}> recorded something else meanwhile{at}, so yours is not kept yet. "
            f"Theirs: {bold(judgement)}\nYours is in the fields: *Save* puts it in their place, *Close* leaves theirs."
        ),
        *_words(theirs),
        divider(),
    ]


def _words(decision: Decision) -> list[Block]:
    """What was typed, as it was typed."""
    pieces = {"Why": decision.rationale, "Minority view": decision.minority, "Evidence": decision.evidence}
    return [block for name, words in pieces.items() if words for block in (context(name), said(words))]


def _recorded(board: Board, decision: Decision) -> list[Block]:
    """What was agreed, to be read."""
    agreed = moderation.agreed_on(board, decision.subdomain) or "Nothing was recorded."
    return [section(f":white_check_mark: {bold(agreed)}"), *_words(decision)]


def _to_start_from(board: Board, subdomain: str) -> list[Block]:
    """What everybody may know: how the views stand, what observers ask, what was offered to be read."""
    lines = [f"*How our views stand:* {moderation.views(board, subdomain)}", *moderation.revoted(board, subdomain)]
    if subdomain in board.before:
        lines.append(f"*Agreed last round:* {bold(in_words(board.before[subdomain], board.edition.levels))}")
    challenges = [one for one in board.challenges if one.subdomain == subdomain]
    return [
        section("\n".join(lines)),
        *_said("Observers ask you to think about", [one.words for one in challenges]),
        *_said("Quoted with consent, in no order", board.quotes.get(subdomain, ())),
        *_said("Evidence offered to the partnership, in no order", board.evidence.get(subdomain, ())),
    ]


def _said(title: str, pieces: Iterable[str]) -> list[Block]:
    found = [one for one in pieces if one.strip()][:MOST_SHOWN]
    return [context(escape(title)), *map(said, found)] if found else []


def _fields(board: Board, subdomain: str, mine: Decision) -> list[Block]:
    rationale = long_text(mine.rationale, "What convinced the meeting.")
    minority = long_text(mine.minority, "What some still see differently, without names.")
    evidence = long_text(mine.evidence, "What the return shows: documents, figures, examples.")
    priority = tick("This is a priority for the next months", "priority", ticked=mine.priority)
    return [
        *_judgements(board, subdomain, mine.judgement),
        field(Field.RATIONALE, "Why", rationale, about=subdomain, optional=True),
        field(Field.MINORITY, "Minority view", minority, about=subdomain, optional=True),
        field(Field.EVIDENCE, "Evidence for the return", evidence, about=subdomain, optional=True),
        *_pick_up(board, subdomain),
        field(Field.PRIORITY, "Priority", priority, about=subdomain, optional=True),
        _organisations(Field.LEAD_ORGANISATION, "Lead organisation for this", board, mine.lead_organisation, subdomain),
    ]


def _judgements(board: Board, subdomain: str, chosen: Judgement | None) -> list[Block]:
    choices = offered(board.edition, board.subdomain(subdomain))
    if not choices:
        return []
    element = select("Choose what was agreed", *options(board, choices, chosen))
    return [field(Field.AGREED, "What we agree", element, about=subdomain)]


def options(board: Board, choices: Iterable[Judgement], chosen: Judgement | None) -> tuple[list[Block], Block | None]:
    """The judgements as options of a select, and the one that is chosen already, if one is."""
    drawn = {one: option(in_words(one, board.edition.levels), packed_judgement(one)) for one in choices}
    return list(drawn.values()), drawn.get(chosen) if chosen else None


def _pick_up(board: Board, subdomain: str) -> list[Block]:
    """Evidence that was offered, to be put into the return as it stands."""
    pieces = [one for one in board.evidence.get(subdomain, ()) if one.strip()][:MOST_SHOWN]
    if not pieces:
        return []
    longest = LIMITS["option.text.max"]
    options = [option(shorten(f"{n}. {' '.join(one.split())}", longest), str(n)) for n, one in enumerate(pieces, 1)]
    kind: Block = {"type": "multi_static_select", "placeholder": {"type": "plain_text", "text": "Choose"}}
    element = kind | {"options": options}
    hint = "What you choose is added to the evidence for the return when you save."
    return [
        field(
            Field.PICK_UP,
            "Add offered evidence",
            element | {"options": options},
            about=subdomain,
            hint=hint,
            optional=True,
        )
    ]


def picked_up(board: Board, subdomain: str, numbers: Iterable[str], evidence: str) -> str:
    """The evidence with the chosen pieces under it, each once."""
    pieces = [one for one in board.evidence.get(subdomain, ()) if one.strip()][:MOST_SHOWN]
    chosen = [one for number, one in enumerate(pieces, 1) if str(number) in set(numbers) and one not in evidence]
    return "\n".join(filter(None, [evidence.strip(), *chosen]))


def _organisations(name: Field, label: str, board: Board, chosen: str, subdomain: str) -> Block:
    """One of the partnership's organisations; one that has left it stays where it was named."""
    drawn = {one.name: option(one.name, one.id) for one in board.partnership.partners}
    if chosen and chosen not in drawn:
        drawn[chosen] = option(chosen, STAYS)
    element = select("None yet", list(drawn.values()), drawn.get(chosen))
    return field(name, label, element, about=subdomain, optional=True)


def organisation(board: Board, value: str | None, held: str) -> str:
    """The name of the organisation that was chosen in a form."""
    names = {str(one.id): one.name for one in board.partnership.partners} | {STAYS: held}
    return names.get(value, "") if value else ""


def listed(board: Board, subdomain: str, action: Agreed) -> list[Block]:
    """An agreed action in a form, with a menu while it may change."""

    def choice(words: str, do: str) -> Block:
        return option(words, OnBoard(round=board.round.id, action=action.id, do=do).packed())

    settled = board.moderation.agreed_at is not None
    ways = None if settled else menu(Action.ON_ACTION, choice("Change", "change"), choice("Remove", "remove"))
    entry, small = moderation.listed_action(action, ways)
    return [entry | {"block_id": f"action {subdomain} {action.id}"}, small]


def _ways(board: Board, subdomain: str) -> Block:
    here = moderation.carried(board, subdomain)
    posted = subdomain in board.posted or not board.moderation.minutes
    stop = OnBoard(round=board.round.id, subdomain=subdomain, do=STOP).packed()
    return actions(
        *([button("Save and stop", Action.RECORD, stop)] if following(board, subdomain) else []),
        button("Add an action", Action.ADD_ACTION, here),
        *([] if posted else [button("Put it in the channel", Action.ON_ROW, here)]),
        *moderation.revote_button(board, subdomain),
    )


def together(board: Board) -> Block:
    """All that is settled, each with its level to be confirmed in one go."""
    return modal(
        "Confirm together",
        [
            section(
                "All who gave a level are within one level of each other here. Choose what you agree, and save once."
            ),
            *(_one_of_many(board, one) for one in board.timetable.together),
            _organisations(Field.LEAD_ORGANISATION, "Lead organisation where none is named yet", board, "", ""),
        ],
        callback=Callback.CONFIRM_TOGETHER,
        submit="Confirm",
        metadata=OnBoard(round=board.round.id, seen=changes(board.moderation, board.timetable.together)).packed(),
    )


def _one_of_many(board: Board, subdomain: str) -> Block:
    held, shown = board.moderation.decision(subdomain).judgement, board.shown(subdomain)
    middle = Judgement.of(shown.middle[0]) if shown.middle and len(set(shown.middle)) == 1 else None
    choices = offered(board.edition, board.subdomain(subdomain))
    element = select("Not confirmed yet", *options(board, choices, held or middle))
    hint = shorten(f"Our views: {moderation.views(board, subdomain)}", SHORT)
    name = board.subdomain(subdomain).name
    return field(Field.AGREED, name, element, about=subdomain, hint=hint, optional=True)


def action(board: Board, subdomain: str, known: Agreed | None) -> Block:
    """An action: what, who, by when, and what it needs."""
    mine = known or Agreed(ActionId(""), "")
    where = board.subdomain(subdomain).name if subdomain else "The whole system"
    person: Block = {"type": "users_select", "placeholder": {"type": "plain_text", "text": "Choose a person"}}
    day = {"type": "datepicker"} | _initial("date", mine.due.isoformat() if mine.due else None)
    amount = "" if mine.amount is None else str(mine.amount)
    seen = board.moderation.decision(subdomain).revision if subdomain else board.moderation.revision
    return modal(
        "An action",
        [
            context(bold(where)),
            field(Field.WHAT, "What will be done?", short_text(mine.what, "Agree one referral form", LONGEST_LINE)),
            field(Field.OWNER, "Who owns it?", person | _initial("user", mine.owner), optional=True),
            field(
                Field.OWNER_NAME,
                "Or, if they are not in Slack",
                short_text(mine.owner_name, "Name and role", SHORT),
                optional=True,
            ),
            _organisations(Field.ORGANISATION, "Their organisation", board, mine.organisation, subdomain),
            field(Field.DUE, "By when?", day, optional=True),
            field(
                Field.FUNDING,
                "Funding",
                short_text(mine.funding, "Better Care Fund, none…", SHORT),
                optional=True,
            ),
            field(Field.AMOUNT, "Amount in pounds", short_text(amount, "12000", 15), optional=True),
            field(
                Field.WANTED,
                "Support wanted from the region",
                long_text(mine.wanted, "Guidance, data, introductions…"),
                optional=True,
            ),
            field(
                Field.PRACTICE,
                "Good practice to share",
                long_text(mine.practice, "What others could learn from."),
                optional=True,
            ),
        ],
        callback=Callback.ACTION,
        submit="Save",
        metadata=OnBoard(round=board.round.id, subdomain=subdomain, action=mine.id, seen=seen).packed(),
    )


def _initial(kind: str, value: str | None) -> Block:
    return {f"initial_{kind}": value} if value else {}


def opportunities(board: Board) -> Block:
    """What concerns the whole system: opportunities in words, and its actions."""
    box = long_text(board.moderation.opportunities, "What the system could do that no single partner can.")
    return modal(
        "The whole system",
        [
            field(Field.OPPORTUNITIES, "Opportunities", box, about=str(board.moderation.revision), optional=True),
            *(block for one in board.moderation.actions for block in listed(board, "", one)),
            actions(button("Add an action", Action.ADD_ACTION, moderation.carried(board))),
        ],
        callback=Callback.OPPORTUNITIES,
        submit="Save",
        metadata=OnBoard(round=board.round.id, seen=board.moderation.revision).packed(),
    )
