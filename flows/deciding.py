"""How a meeting agrees: what a lead may record, what has to be there before it counts, and what happens afterwards.

Nothing that was agreed is ever overwritten: every change is a next revision, and the one before it stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import dropwhile

from flows import calendar
from flows.board import Board
from flows.judgement import Judgement, Kind
from flows.moderation import Action, ActionId, Decision, FollowUp, Moderation, Present, Progress
from flows.people import Partnership, UserId
from flows.refusal import Denied, Refusal
from flows.round import Round, Stage
from flows.walk import offered
from frameworks.schema import Edition, SubDomain

LONGEST = 3000
"""Characters of a rationale, a minority view or evidence: what one of Slack's boxes takes."""
LONGEST_LINE = 300
"""Characters of what an action is, and of the words about it."""
MOST_ACTIONS = 10
"""Actions for one sub-domain, and for the whole system: more than that nobody follows up."""
MOST_NAMED = 3
"""Sub-domains that a line names; the rest is counted."""
LARGEST_AMOUNT = 1_000_000_000
"""Pounds; anything above is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class Clash:
    """What was not kept, because another lead had changed it since it was looked at; `theirs` holds meanwhile."""

    mine: Decision
    theirs: Decision


def require_board(running: Round, zone: str, now: datetime) -> None:
    """Refuse before everybody may see the summary: leads see nothing earlier than the others."""
    if running.stage is Stage.CANCELLED:
        raise Refusal("This round was cancelled, so there is nothing to agree.")
    opens = max(running.summary_at, running.closes_at)
    if running.stage is not Stage.CLOSED or now < opens:
        raise Refusal(
            f"The board opens together with the summary, on {calendar.in_words(opens, zone)}."
            " Until then leads see no more than everybody else."
        )


def decide(held: Moderation, edition: Edition, given: Decision, seen: Decision) -> Decision | Clash:
    """The next revision of what is agreed on a sub-domain; its actions stay as they are.

    `seen` is what the lead looked at: where another lead has changed the words since, both are shown.
    """
    _require_unsettled(held)
    where, now = edition.subdomain(given.subdomain), held.decision(given.subdomain)
    _require_sound(edition, where, given)
    if _words(now) not in (_words(seen), _words(given)):
        return Clash(replace(given, actions=now.actions, revision=now.revision), now)
    return _next(now, replace(given, actions=now.actions))


def _words(decision: Decision) -> Decision:
    """A decision without what a form does not show: its actions, and who recorded it when."""
    return replace(decision, actions=(), revision=0, by=None, at=None)


def _next(now: Decision, then: Decision) -> Decision:
    return replace(then, revision=now.revision + 1)


def _require_unsettled(held: Moderation) -> None:
    if held.agreed_at is not None:
        raise Refusal("This round is agreed. To correct something, reopen it first and say why.")


def _require_sound(edition: Edition, where: SubDomain, given: Decision) -> None:
    if given.judgement is not None and given.judgement not in offered(edition, where):
        raise Refusal("Choose one of the judgements offered.", "agreed")
    if where.assessable and given.judgement is None:
        raise Refusal(
            "Choose what was agreed. If nobody can say, choose Cannot assess and give the evidence.", "agreed"
        )
    if given.judgement == Judgement(Kind.CANNOT_ASSESS) and not given.evidence.strip():
        raise Refusal(
            "Say what evidence there is, or what is missing: the return shows it instead of a level.", "evidence"
        )
    for name in ("rationale", "minority", "evidence"):
        if len(getattr(given, name)) > LONGEST:
            raise Refusal(f"Please keep this within {LONGEST} characters.", name)


def time(held: Moderation, minutes: int) -> Moderation:
    """How long the meeting talks."""
    return replace(held, minutes=minutes, revision=held.revision + 1)


def following(board: Board, recorded: str) -> str | None:
    """What to record after this one: the next on the board that nothing is recorded on, from the top after its end.

    None where this one was recorded before: whoever changes it comes back to the board.
    """
    if board.decided(recorded):
        return None
    later = dropwhile(lambda one: one != recorded, board.order * 2)
    return next((one for one in later if one != recorded and not board.decided(one)), None)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What was chosen for many rows in one go; `lead` leads those confirmed for which none is named yet.

    `seen` is how many changes these rows had had when the form was drawn.
    """

    chosen: Mapping[str, Judgement | None]
    lead: str = ""
    seen: int = 0


def changes(held: Moderation, subdomains: Iterable[str]) -> int:
    """How many changes these rows have had."""
    return sum(held.decision(one).revision for one in subdomains)


def confirm(held: Moderation, edition: Edition, given: Confirmed) -> tuple[Decision, ...]:
    """The next revisions of those rows for which another level was chosen, or that get a lead now."""
    _require_unsettled(held)
    _require_untouched(changes(held, given.chosen) == given.seen)
    return tuple(_confirmed(held, edition, given))


def _confirmed(held: Moderation, edition: Edition, given: Confirmed) -> Iterator[Decision]:
    for subdomain, judgement in given.chosen.items():
        now = held.decision(subdomain)
        then = replace(now, judgement=judgement, lead_organisation=now.lead_organisation or given.lead)
        if judgement is not None and then != now:
            _require_sound(edition, edition.subdomain(subdomain), then)
            yield _next(now, then)


def act(held: Moderation, subdomain: str, given: Action, seen: Action | None) -> Decision:
    """The decision with one action more, or with this one changed; refused when another lead changed it since."""
    _require_unsettled(held)
    now = held.decision(subdomain)
    return _next(now, replace(now, actions=_with(now.actions, given, seen)))


def act_for_all(held: Moderation, given: Action, seen: Action | None) -> Moderation:
    """The same for an action of the whole system."""
    _require_unsettled(held)
    return replace(held, actions=_with(held.actions, given, seen), revision=held.revision + 1)


def _with(actions: tuple[Action, ...], given: Action, seen: Action | None) -> tuple[Action, ...]:
    _require_doable(given)
    there = next((one for one in actions if one.id == given.id), None)
    if there is None and seen is not None:
        raise Refusal("This action was removed meanwhile. Close this form and look at the list again.")
    if there is not None and seen is not None and _agreed(there) != _agreed(seen):
        raise Refusal("Another lead changed this action meanwhile. Close this form and open the action again.")
    if there is None and len(actions) >= MOST_ACTIONS:
        raise Refusal(f"There are {MOST_ACTIONS} actions here already, which is the most. Change one of them instead.")
    return tuple(given if one is there else one for one in actions) if there else (*actions, given)


def _agreed(action: Action) -> Action:
    """An action without what became of it."""
    return replace(action, progress=Progress.OPEN, news="")


def _require_doable(action: Action) -> None:
    if not action.what.strip():
        raise Refusal("Say in a few words what will be done.", "what")
    if len(action.what) > LONGEST_LINE:
        raise Refusal(f"Please keep this within {LONGEST_LINE} characters.", "what")
    if action.amount is not None and not 0 <= action.amount <= LARGEST_AMOUNT:
        raise Refusal("Give the amount in whole pounds, such as 12000.", "amount")


def require_ahead(due: date | None, kept: date | None, today: date) -> None:
    """Refuse a day that has passed, unless it is the one that the action has already; `today` is the partnership's."""
    if due and due < today and due != kept:
        raise Refusal("Choose today or a later day: this one has passed, so nobody would be reminded of it.", "due")


def drop(held: Moderation, subdomain: str, action: ActionId) -> Decision:
    """The decision without this action; it stays in the history."""
    _require_unsettled(held)
    now = held.decision(subdomain)
    return _next(now, replace(now, actions=tuple(one for one in now.actions if one.id != action)))


def drop_for_all(held: Moderation, action: ActionId) -> Moderation:
    """The same for an action of the whole system."""
    _require_unsettled(held)
    kept = tuple(one for one in held.actions if one.id != action)
    return replace(held, actions=kept, revision=held.revision + 1)


def note_opportunities(held: Moderation, words: str, seen: Moderation) -> Moderation:
    """What the whole system could do, in words; `seen` is what the lead looked at."""
    _require_unsettled(held)
    _require_untouched(held.opportunities in {seen.opportunities, words})
    if len(words) > LONGEST:
        raise Refusal(f"Please keep this within {LONGEST} characters.", "opportunities")
    return replace(held, opportunities=words, revision=held.revision + 1)


def attest(held: Moderation, present: tuple[Present, ...], seen: Moderation) -> Moderation:
    """Who was there; `seen` is what the lead looked at."""
    _require_unsettled(held)
    _require_untouched(held.present in {seen.present, present})
    if not present:
        raise Refusal("Say for at least one organisation who was there.")
    return replace(held, present=present, revision=held.revision + 1)


def _require_untouched(untouched: bool) -> None:  # noqa: FBT001 - the one thing it is about
    if not untouched:
        raise Refusal(
            "Another lead changed this meanwhile, so yours is not kept yet."
            " Copy what you typed, close this form and open it again: it then shows what they wrote."
        )


def missing(held: Moderation, running: Round, edition: Edition) -> tuple[str, ...]:
    """What has to be there before the round can be agreed, each in words that say what to do; none when all is."""
    return tuple(_missing(held, [edition.subdomain(one) for one in running.subdomains]))


def _missing(held: Moderation, scope: list[SubDomain]) -> Iterator[str]:
    rated = [one for one in scope if one.assessable]
    open_ones = [one for one in rated if held.decision(one.id).judgement is None]
    if open_ones:
        yield f"Record what was agreed on: {_these(open_ones, rated)}."
    unowned = [one for one in scope if needs_owner(one, held.decision(one.id))]
    if unowned:
        yield (
            "Name a lead organisation, or an owner of an action, for each short-term or chosen priority:"
            f" {_these(unowned, scope)}."
        )
    if not held.present:
        yield "Say who was at the meeting."


def _these(some: list[SubDomain], scope: list[SubDomain]) -> str:
    return f"all {len(scope)}" if len(some) == len(scope) > MOST_NAMED else named(some)


def named(some: Iterable[SubDomain], most: int = MOST_NAMED) -> str:
    """Sub-domains by name: "A; B; C; and 2 more"."""
    known = [one.name for one in some]
    rest = len(known) - most
    return "; ".join([*known[:most], *([f"and {rest} more"] if rest > 0 else [])])


def needs_owner(where: SubDomain, decision: Decision) -> bool:
    """Whether somebody has to own it: what should be addressed soon, or was chosen as a priority, and nobody does."""
    urgent = decision.priority or (where.assessable and where.short_term)
    return urgent and not decision.lead_organisation and not any(map(owned, decision.actions))


def owned(action: Action) -> bool:
    """Whether somebody is named who will do it."""
    return bool(action.owner or action.owner_name.strip() or action.organisation.strip())


def agree(held: Moderation, running: Round, edition: Edition, by: UserId, now: datetime) -> Moderation:
    """The moderation as the partnership's agreed view, or a refusal that says what is missing."""
    if held.agreed_at is not None:
        raise Refusal("This round is agreed already.")
    if lacking := missing(held, running, edition):
        raise Refusal(" ".join(lacking))
    return replace(held, agreed_at=now, agreed_by=by, revision=held.revision + 1)


def reopen(held: Moderation, reason: str) -> Moderation:
    """The moderation open for corrections; why is kept for good."""
    if held.agreed_at is None:
        raise Refusal("This round is not agreed yet: everything can be changed as it is.")
    if not reason.strip():
        raise Refusal("Say in a few words why it has to be opened again.", "reason")
    reopened = (*held.reopened, reason.strip())
    return replace(held, agreed_at=None, agreed_by=None, reopened=reopened, revision=held.revision + 1)


def open_actions(held: Moderation) -> tuple[tuple[str, Action], ...]:
    """What is still to be done, the earliest due first, then what has no date."""
    waiting = [found for found in held.every_action() if found[1].progress is not Progress.DONE]
    return tuple(sorted(waiting, key=lambda found: (found[1].due is None, found[1].due or date.max)))


def report(held: Moderation, place: Partnership, action: ActionId, said: FollowUp, before: FollowUp | None) -> FollowUp:
    """The next word about an action, from its owner or a lead, who is `said.by`."""
    found = held.action(action)
    if found is None:
        raise Refusal("This action is not on the list any more. Your lead can tell you what became of it.")
    if said.by != found[1].owner and said.by not in place.leads:
        raise Denied("Only the owner of this action and the leads can report on it.", why="another's action")
    if said.progress is Progress.CHANGED and not said.news.strip():
        raise Refusal("Say in a few words what has changed.", "news")
    if len(said.news) > LONGEST_LINE:
        raise Refusal(f"Please keep this within {LONGEST_LINE} characters.", "news")
    return replace(said, revision=(before.revision if before else 0) + 1)
