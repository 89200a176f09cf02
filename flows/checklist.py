"""What to look at before a return goes out: each line is settled, or says what to do. Typed text is never repeated."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from flows import deciding, returns
from flows.board import Board
from flows.dossier import Dossier
from flows.judgement import Judgement, Kind
from flows.moderation import Action, Decision, Progress
from flows.naming import Names
from flows.returns import Line, Style
from flows.screening import Kind as Found
from flows.screening import screen
from frameworks.schema import Status, SubDomain

MOST_NAMED = 6
"""Sub-domains that a line names; the rest is counted."""

_PLACEHOLDER = re.compile(
    r"\b(?:TB[CAD]|XX+|lorem ipsum|placeholder)\b|\?\?+|__+|\.\.\.\s*$|\[[^\]\n]*\]"
    r"|\b(?:needs?|yet|still|has|have|is|are) to be (?:supplied|confirmed|completed|added|inserted|provided|written)\b"
    r"|\bto be (?:confirmed|inserted|supplied)\b|^\W*insert\b|\binsert (?:here|text|words?|names?|dates?|figures?)\b",
    re.IGNORECASE | re.MULTILINE,
)
_HANGING = re.compile(
    r"(?:[,;:(/&–—-]|\b(?:a|an|and|as|at|because|but|by|for|from|in|including|into|of|on|or|our|than|that|the|their"  # noqa: RUF001 - dashes of every length
    r"|through|to|via|where|which|while|who|with|your))$",
    re.IGNORECASE,
)
_CHILDREN = re.compile(r"\bCYP\b|\bchild|\byoung (?:people|person|adult)|\bpaediatric|\bschools?\b", re.IGNORECASE)
_STOPS = (".", "!", "?", ".”", '."', ".)")


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, and what there is to say about it; `red` asks for something to be done."""

    name: str
    words: str
    red: bool


def check(dossier: Dossier) -> tuple[Check, ...]:
    """Every line, in the order in which a lead would settle them."""
    return tuple(look(dossier) for look in LINES)


def still_needed(board: Board) -> tuple[Check, ...]:
    """What the return will lack when all is there that agreeing needs: to be settled while the board is open."""
    dossier = Dossier(board.partnership, board.round, board.edition, board.moderation, board.disclosure)
    lines = (look(dossier) for look in LINES if look not in NEEDED_TO_AGREE)
    return tuple(one for one in lines if one.red)


def is_draft(dossier: Dossier) -> bool:
    """Whether something is left to do: what is made meanwhile is marked as a draft."""
    return any(one.red for one in check(dossier))


def levels(dossier: Dossier) -> Check:
    """Every sub-domain that can be rated has an agreed level, or a reason why not; no other has one."""
    open_ones = [one for one, decision in _rated(dossier) if decision.judgement is None]
    odd = [one for one, decision in dossier.decided() if not one.assessable and _is_level(decision.judgement)]
    todo = [f"Record on the board what was agreed: {_named(open_ones)}."] if open_ones else []
    todo += [f"Take the level away, because there are no criteria for one: {_named(odd)}."] if odd else []
    without = [one for one, decision in dossier.decided() if not _is_level(decision.judgement)]
    but = f", except where none can be given: {_named(without)}" if without else ""
    return _line("Agreed levels", todo, f"Every sub-domain has one{but}.")


def evidence(dossier: Dossier) -> Check:
    """Every agreed judgement has its evidence: the return shows what it rests on."""
    bare = [one for one, decision in _rated(dossier) if _needs_evidence(decision) and not decision.evidence.strip()]
    todo = [f"Write down what the agreed level rests on: {_named(bare)}."] if bare else []
    return _line("Evidence", todo, "Every agreed level has some.")


def without_level(dossier: Dossier) -> Check:
    """A row that nobody can rate still says what there is."""
    rows = [
        (one, decision)
        for one, decision in dossier.decided()
        if one.status is Status.NO_CRITERIA or decision.judgement == Judgement(Kind.CANNOT_ASSESS)
    ]
    bare = [one for one, decision in rows if not decision.evidence.strip()]
    todo = [f"No level is needed here, but the evidence is. Add it: {_named(bare)}."] if bare else []
    return _line("Rows that cannot be rated", todo, "Each gives its evidence." if rows else "There are none.")


def split(dossier: Dossier) -> Check:
    """A judgement between two levels says why; and no evidence brings a level of its own."""
    leaning = [one for one, decision in dossier.decided() if decision.judgement and decision.judgement.leaning]
    silent = [one for one in leaning if not dossier.moderation.decision(one.id).rationale.strip()]
    doubled = [one for one, decision in dossier.decided() if _begins_with_level(decision, dossier)]
    todo = [f"Say in the rationale why it stands between two levels: {_named(silent)}."] if silent else []
    todo += (
        [f"Take the level out of the evidence, because the return sets it above: {_named(doubled)}."] if doubled else []
    )
    return _line("Levels between two", todo, f"Explained: {_named(leaning)}." if leaning else "There are none.")


def placeholders(dossier: Dossier) -> Check:
    """Nothing was left to be filled in."""
    found = _where(dossier, lambda text: bool(_PLACEHOLDER.search(text)))
    todo = [f"Fill in what is still missing (“TBC”, “needs to be supplied” or the like): {found}."] if found else []
    return _line("Unfinished words such as TBC", todo, "None found.")


def endings(dossier: Dossier) -> Check:
    """No text ends in the middle of a sentence."""
    found = _where(dossier, _dangles)
    todo = [f"Finish the sentence, or end it with a full stop; a text seems to break off: {found}."]
    return _line("Unfinished sentences", todo if found else [], "None found.")


def names(dossier: Dossier) -> Check:
    """No organisation stands beside a judgement: minority views and rationales say what, not who."""
    known = Names.of(dossier.partnership, ())
    telling = [one for one, decision in dossier.decided() if any(_tells(text, known) for text in _views(decision))]
    todo = [f"Say what was seen, not by whom: a rationale or minority view names an organisation in {_named(telling)}."]
    return _line("Views without names", todo if telling else [], "No view is tied to an organisation.")


def owners(dossier: Dossier) -> Check:
    """Every short-term or chosen priority has somebody."""
    orphans = [one for one, decision in dossier.decided() if deciding.needs_owner(one, decision)]
    todo = [f"Name a lead organisation, or the owner of an action: {_named(orphans)}."] if orphans else []
    return _line("Owners", todo, "Every priority has one.")


def actions(dossier: Dossier) -> Check:
    """Every action that is not done has somebody and a date."""
    going = [one for one, _ in dossier.actions() if one.progress is not Progress.DONE]
    without = {"an owner": sum(not deciding.owned(one) for one in going), "a date": sum(not one.due for one in going)}
    todo = [f"Give every action {what}: {count} {_need(count)} one." for what, count in without.items() if count]
    return _line("Actions", todo, "Every action has an owner and a date." if dossier.actions() else "There are none.")


def attestation(dossier: Dossier) -> Check:
    """The meeting was attested, by organisation and function, and what it decided is agreed."""
    there = dossier.moderation.present
    todo = [] if there else ["Say who was at the meeting, by organisation and function."]
    if any(not (one.organisation.strip() and one.function.strip()) for one in there):
        todo.append("Give an organisation and a function for everybody who was there.")
    if dossier.moderation.agreed_at is None:
        todo.append("Press “This is agreed” on the board when all is settled.")
    came = {one.organisation.casefold() for one in there}
    away = [one.name for one in dossier.partnership.partners if one.name.casefold() not in came]
    absent = f" Not at the meeting: {'; '.join(away)}." if away else ""
    return _line("Who was there, and agreement", todo, f"Agreed.{absent}")


def cohort(dossier: Dossier) -> Check:
    """Where a framework asks about certain people, the evidence speaks of all of them."""
    asked = dossier.edition.cohort
    if asked is None:
        return Check("Cohort", "This framework asks about everybody.", red=False)
    silent = _CHILDREN.search(asked) and not any(_CHILDREN.search(one.evidence) for _, one in dossier.decided())
    todo = ["The cohort includes children and young people, and no evidence speaks of them. Say how they are served."]
    return _line("Cohort", todo if silent else [], "The return states the cohort, and the evidence covers it.")


def coverage(dossier: Dossier) -> Check:
    """The round covers what the framework wants to see."""
    wanted = dossier.edition.in_scope([one.id for one in dossier.edition.scopes if one.preselected])
    left_out = [one for one in wanted if one.id not in dossier.round.subdomains]
    todo = [f"Tell the region that this round left something out, or assess it in the next: {_named(left_out)}."]
    return _line("Coverage", todo if left_out else [], "The round covers all that the framework expects.")


def last_page(dossier: Dossier) -> Check:
    """The page about the whole system is filled in, both halves."""
    page = dict(returns.fill(dossier).last_page)
    empty = [heading for heading, cell in page.items() if not cell]
    todo = [f"Nothing stands under {' or '.join(empty)}. Add them on the board."] if empty else []
    return _line(dossier.edition.layout.last_page.title, todo, "Both halves are filled in.")


Look = Callable[[Dossier], Check]
LINES: tuple[Look, ...] = (
    levels,
    evidence,
    without_level,
    split,
    placeholders,
    endings,
    names,
    owners,
    actions,
    attestation,
    cohort,
    coverage,
    last_page,
)


NEEDED_TO_AGREE: tuple[Look, ...] = (levels, owners, attestation)
"""What nothing can be agreed without: the board asks for it in its own words."""


def _line(name: str, todo: Iterable[str], fine: str) -> Check:
    said = " ".join(todo)
    return Check(name, said or fine, red=bool(said))


def _rated(dossier: Dossier) -> Iterator[tuple[SubDomain, Decision]]:
    return ((one, decision) for one, decision in dossier.decided() if one.assessable)


def _is_level(judgement: Judgement | None) -> bool:
    return judgement is not None and judgement.position is not None


def _needs_evidence(decision: Decision) -> bool:
    return _is_level(decision.judgement)


def _begins_with_level(decision: Decision, dossier: Dossier) -> bool:
    first = next(iter(returns.lines(decision.evidence)), Line(""))
    known = {one.casefold() for one in dossier.edition.levels}
    return bool(first.text) and all(part.strip(" .:").casefold() in known for part in first.text.split("/"))


def _need(count: int) -> str:
    return "needs" if count == 1 else "need"


def _views(decision: Decision) -> tuple[str, str]:
    return decision.rationale, decision.minority


def _tells(text: str, known: Names) -> bool:
    return any(hit.kind in {Found.ORGANISATION, Found.SELF} for hit in screen(text, known))


def _where(dossier: Dossier, wrong: Callable[[str], bool]) -> str:
    """Where some typed text is wrong, by sub-domain; what belongs to no sub-domain stands on the last page."""
    rows = [one for one, decision in dossier.decided() if any(map(wrong, _texts(decision)))]
    last = [dossier.moderation.opportunities, *(text for one in dossier.moderation.actions for text in _words(one))]
    page = [dossier.edition.layout.last_page.title] if any(map(wrong, last)) else []
    return "; ".join(filter(None, [_named(rows), *page]))


def _texts(decision: Decision) -> Iterator[str]:
    yield from (decision.evidence, decision.rationale, decision.minority)
    for action in decision.actions:
        yield from _words(action)


def _words(action: Action) -> tuple[str, str, str]:
    return action.what, action.wanted, action.practice


def _dangles(text: str) -> bool:
    """Whether a line hangs on a word that wants another, or the last is the only one without a full stop."""
    typed = returns.lines(text)
    if not typed:
        return False
    last = typed[-1].text
    stopped = [one.text.endswith(_STOPS) for one in typed[:-1]]
    alone = bool(stopped) and 2 * sum(stopped) > len(stopped) and not last.endswith(_STOPS)
    return alone or any(map(_hangs, typed, (*typed[1:], None)))


def _hangs(line: Line, following: Line | None) -> bool:
    leads_in = line.text.endswith(":") and following is not None and following.style is Style.BULLET
    return (bool(_HANGING.search(line.text)) and not leads_in) or line.text.count("(") > line.text.count(")")


def _named(some: Iterable[SubDomain]) -> str:
    return deciding.named(some, MOST_NAMED)
