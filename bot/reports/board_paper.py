"""The paper for a board: two pages that can be tabled as they are. It holds what was agreed and public words only."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from bot.limits import shorten
from bot.reports import word
from flows import movement, returns
from flows.disclosure import Disclosure, Shown
from flows.dossier import Dossier
from flows.moderation import Action, Decision
from flows.movement import Moved
from flows.returns import Cell, Line, level
from frameworks.schema import SubDomain

LONGEST_REASON = 220
"""Characters of a rationale or a minority view; the whole is in the table of what was agreed (moderated.csv)."""
MOST_TOLD = 10
"""Sub-domains whose views are told at length, in the order of the agenda; the rest is listed by its public word."""
SMALL = 8.5
WIDTHS = {2: (11.0, 7.0), 3: (8.4, 4.4, 5.2), 4: (6.6, 3.9, 3.3, 4.2)}
"""Centimetres of the columns of what was agreed, by how many there are."""


def draw(dossier: Dossier, at: datetime, draft: str = "") -> bytes:
    """The document."""
    place = dossier.partnership
    title = f"Neighbourhood maturity: {dossier.round.label.lower()}"
    paper = word.begin(title, place.name, at, wide=False, draft=draft)
    word.heading(paper, title, 0)
    word.facts(paper, [fact for fact in returns.facts(dossier) if fact[0] != returns.RETURN_TO], (3.2, 14.8))
    _purpose(paper, dossier)
    _agreed(paper, dossier)
    _differed(paper, dossier)
    _priorities(paper, dossier)
    _actions(paper, dossier)
    _funding(paper, dossier)
    _changed(paper, dossier)
    return word.content(paper, at)


def _purpose(paper: word.Paper, dossier: Dossier) -> None:
    """What the board is asked, and how the view came about."""
    word.heading(paper, "Purpose", 1)
    word_for = dossier.partnership.neighbourhood
    asked = f"The board is asked to note how mature the partnership agreed that its {word_for} working is"
    more = ", and to support the priorities and actions below." if dossier.actions() else "."
    word.paragraph(paper, asked + more)
    agreed = dossier.moderation.agreed_at
    talked = "were discussed together on" if agreed else "are discussed together at the meeting of"
    word.paragraph(
        paper,
        f"{_gave(dossier)}The views {talked} {returns.meeting_day(dossier)}. The levels are a shared judgement against "
        f"{dossier.edition.title}, not a score: there is no pass or fail, and no organisation's own view is shown.",
    )
    if contact := dossier.partnership.region_contact:
        word.paragraph(paper, f"The return to the region goes to {contact}.")


def _gave(dossier: Dossier) -> str:
    """How many of the organisations gave a view; not of how many, once some of them have left."""
    if dossier.disclosure is None:
        return ""
    gave, all_there_are = dossier.disclosure.contributors, len(dossier.partnership.partners)
    if gave == all_there_are:
        return f"Each of the {gave} organisations first gave its own view. "
    of = f" of the {all_there_are}" if gave < all_there_are else ""
    return f"{gave}{of} organisations first gave their own view. "


def _agreed(paper: word.Paper, dossier: Dossier) -> None:
    """Every sub-domain with its level; the level of the round before and who leads, where there is something to say."""
    word.heading(paper, "What was agreed", 1)
    before = {one.subdomain.id: level(one.before, dossier.edition) for one in movement.moved(dossier)}
    led = any(decision.lead_organisation.strip() for _, decision in dossier.decided())
    heads = (
        "Sub-domain",
        "Agreed level",
        *(("Last round",) if before else ()),
        *(("Leads the function",) if led else ()),
    )
    table = word.table(paper, heads, WIDTHS[len(heads)], size=SMALL)
    for domain, rows in groupby(dossier.decided(), key=lambda pair: pair[0].domain):
        word.add_band(table, dossier.edition.domain(domain).name)
        for one, decision in rows:
            cells = [(Line(one.name),), _level(dossier, one, decision)]
            cells += [(Line(before.get(one.id, "")),)] if before else []
            cells += [(Line(decision.lead_organisation),)] if led else []
            word.add_row(table, cells, [SMALL] * len(heads))


def _level(dossier: Dossier, one: SubDomain, decision: Decision) -> Cell:
    opening = returns.heading(one, decision, dossier.edition)
    return (opening,) if opening else ()


def _differed(paper: word.Paper, dossier: Dossier) -> None:
    """Where the summary showed different views: its public word, why this level, and the minority's view."""
    if dossier.disclosure is None:
        return
    word.heading(paper, "Where views differed", 1)
    words = {one.id: str(one.word).lower() for one in dossier.disclosure.discuss if one.word}
    told = list(words)[:MOST_TOLD]
    told += [one.id for one, decision in dossier.decided() if decision.minority.strip() and one.id not in told]
    for subdomain in told:
        decision = dossier.moderation.decision(subdomain)
        lead = _stood(dossier, subdomain, words.get(subdomain, ""))
        said = [_tidy(decision.rationale)]
        said += [f"Minority view: {_tidy(decision.minority)}"] if decision.minority.strip() else []
        _bullet(paper, " ".join(filter(None, said)), lead=lead)
    for public in dict.fromkeys(words.values()):
        rest = [
            dossier.edition.subdomain(one).name for one, said in words.items() if said == public and one not in told
        ]
        if rest:
            _bullet(paper, "; ".join(rest) + ".", lead=f"Also {public} before the meeting:")
    if not words:
        word.paragraph(paper, _alike(dossier.disclosure))


def _stood(dossier: Dossier, subdomain: str, before: str) -> str:
    """A sub-domain by name, how views stood, and what became of them."""
    agreed = dossier.moderation.decision(subdomain).judgement
    said = [
        f"{before} before the meeting" if before else "",
        f"agreed: {level(agreed, dossier.edition)}" if agreed else "",
    ]
    about = "; ".join(filter(None, said))
    return f"{dossier.edition.subdomain(subdomain).name}{f' ({about})' if about else ''}."


def _alike(shown: Disclosure) -> str:
    """What may be said where no row shows different views."""
    if not shown.together:
        return "There were too few answers to show where views differed."
    enough = "Wherever there were enough answers to show, views" if shown.too_few else "Views"
    return f"{enough} were within one level of each other."


def _priorities(paper: word.Paper, dossier: Dossier) -> None:
    chosen = [(one, decision) for one, decision in dossier.decided() if decision.priority]
    if not chosen:
        return
    word.heading(paper, "Priorities", 1)
    for one, decision in chosen:
        leads = f" Led by {decision.lead_organisation}." if decision.lead_organisation.strip() else ""
        opening = returns.heading(one, decision, dossier.edition)
        _bullet(paper, f"{opening.text.rstrip('.') if opening else ''}.{leads}", lead=f"{one.name}:")


def _actions(paper: word.Paper, dossier: Dossier) -> None:
    actions = dossier.actions()
    if not actions:
        return
    word.heading(paper, "Actions", 1)
    heads = ("Action", "For", "Owner", "By when", "Funding")
    table = word.table(paper, heads, (6.0, 3.6, 3.6, 2.4, 2.4), size=SMALL)
    for action, one in actions:
        cells = (action.what, one.name if one else "Whole partnership", _owner(action), _due(action), _money(action))
        word.add_row(table, [(Line(text),) for text in cells], [SMALL] * len(heads))


def _owner(action: Action) -> str:
    return ", ".join(filter(None, (action.owner_name, action.organisation))) or "No owner yet"


def _due(action: Action) -> str:
    due = f"{action.due.day} {action.due:%b %Y}" if action.due else "No date yet"
    return f"{due} ({action.progress})" if action.progress != "open" else due


def _money(action: Action) -> str:
    return ", ".join(filter(None, (f"£{action.amount:,}" if action.amount is not None else "", action.funding)))


def _funding(paper: word.Paper, dossier: Dossier) -> None:
    """What the actions cost against what there is."""
    amounts = [one.amount for one, _ in dossier.actions() if one.amount]
    allocation = dossier.partnership.allocation
    if not amounts and allocation is None:
        return
    word.heading(paper, "Funding", 1)
    word.paragraph(paper, " ".join(funding(sum(amounts), allocation)))
    tags: dict[str, int] = {}
    for one, _ in dossier.actions():
        if one.amount:
            tags[one.funding or "Not tagged"] = tags.get(one.funding or "Not tagged", 0) + one.amount
    if len(tags) > 1:
        _bullet(paper, "; ".join(f"{tag} £{amount:,}" for tag, amount in sorted(tags.items())) + ".", lead="By source:")


def funding(planned: int, allocation: int | None) -> Iterator[str]:
    """What is planned against what there is, in sentences."""
    yield f"The actions above come to £{planned:,}." if planned else "No action has an amount yet."
    if allocation is not None:
        yield f"The development funding is £{allocation:,}."
        rest = allocation - planned
        if planned:
            yield f"£{rest:,} of it is not yet planned." if rest >= 0 else f"That is £{-rest:,} more than there is."


def _changed(paper: word.Paper, dossier: Dossier) -> None:
    """What moved, like for like; and whose public word is another, where enough took part both times."""
    if dossier.before is None:
        return
    word.heading(paper, f"What changed since the {dossier.before.label.lower()} round", 1)
    compared = movement.moved(dossier)
    if not compared:
        word.paragraph(paper, "The two rounds have no sub-domain in the same words, so they are not compared.")
        return
    same = sum(not (one.up or one.down) for one in compared)
    for lead, some in (
        ("Moved up:", [one for one in compared if one.up]),
        ("Moved back:", [one for one in compared if one.down]),
    ):
        if some:
            _bullet(paper, "; ".join(_move(one, dossier) for one in some) + ".", lead=lead)
    _bullet(paper, f"{same} of {len(compared)} sub-domains.", lead="At the same level:")
    others = [one for one in (dossier.disclosure.rows if dossier.disclosure else ()) if one.was and one.word]
    if others:
        _bullet(paper, "; ".join(_words(one, dossier) for one in others) + ".", lead="Views before the meeting:")


def _words(one: Shown, dossier: Dossier) -> str:
    now, was = str(one.word).lower(), str(one.was).lower()
    return f"{dossier.edition.subdomain(one.id).name} ({was} last round, {now} now)"


def _move(one: Moved, dossier: Dossier) -> str:
    return f"{one.subdomain.name} ({level(one.before, dossier.edition)} to {level(one.now, dossier.edition)})"


def _tidy(text: str) -> str:
    """A typed text as one paragraph of a length that a board reads."""
    return shorten(" ".join(text.split()), LONGEST_REASON)


def _bullet(paper: word.Paper, text: str, lead: str = "") -> None:
    word.paragraph(paper, text, "List Bullet", lead=lead)
