"""What leads record at the board: what is agreed on each sub-domain, its actions, who was there; and when it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlmodel import Session

from bot.desk import Desk, boards
from flows import deciding, following, telling
from flows.board import Board
from flows.deciding import Clash, Confirmed
from flows.moderation import Action, ActionId, Decision, Moderation, Present
from flows.people import Caller, Deed
from flows.round import RoundId
from storage import moderations, outbox, seen


def decide(desk: Desk, caller: Caller, round_id: RoundId, given: Decision) -> tuple[Board, Clash | None]:
    """Keep what was agreed on a sub-domain, and put what comes next into the channel.

    `given.revision` is the one that the lead looked at; where another has changed it since, nothing is kept.
    """
    with boards.at_work(desk, caller, round_id) as (session, board):
        board.subdomain(given.subdomain)
        seen = _seen(session, round_id, given.subdomain, given.revision)
        decided = deciding.decide(board.moderation, board.edition, given, seen)
        if isinstance(decided, Clash):
            return board, decided
        _keep(desk, session, caller, board, [decided])
        if decided.subdomain in board.posted and (follows := board.next_up(decided.subdomain)):
            boards.owe(desk, session, board, follows)
        return boards.again(session, board, given.subdomain), None


def _seen(session: Session, round_id: RoundId, subdomain: str, revision: int) -> Decision:
    """The decision as it was at this revision."""
    kept = moderations.history(session, round_id, subdomain)
    return next((one for one in kept if one.revision == revision), Decision(subdomain))


def _keep(desk: Desk, session: Session, caller: Caller, board: Board, decided: Iterable[Decision]) -> None:
    for one in decided:
        moderations.save_decision(session, board.round.id, one, caller.user, desk.clock())
        boards.record(desk, session, caller, board, "decision recorded", subdomain=one.subdomain, revision=one.revision)


def confirm(desk: Desk, caller: Caller, round_id: RoundId, given: Confirmed) -> Board:
    """Keep the levels that were chosen in one go, and who leads those that nobody leads yet."""
    with boards.at_work(desk, caller, round_id) as (session, board):
        for subdomain in given.chosen:
            board.subdomain(subdomain)
        _keep(desk, session, caller, board, deciding.confirm(board.moderation, board.edition, given))
        return boards.again(session, board, *given.chosen)


@dataclass(frozen=True, slots=True)
class ActionForm:
    """An action as a lead filled it in: a new one when it has no name yet.

    `seen` is the revision that the lead looked at, and `once` the name of this submission.
    """

    round: RoundId
    subdomain: str
    given: Action
    seen: int
    once: str


def act(desk: Desk, caller: Caller, form: ActionForm) -> Board:
    """Keep an action; the same submission once more changes nothing."""
    with boards.at_work(desk, caller, form.round) as (session, board):
        if not seen.first_time(session, form.once, desk.clock()):
            return board
        known = _known(session, board, form) if form.given.id else None
        action = form.given if form.given.id else replace(form.given, id=ActionId(desk.new_id()))
        if form.subdomain:
            board.subdomain(form.subdomain)
            _keep(desk, session, caller, board, [deciding.act(board.moderation, form.subdomain, action, known)])
        else:
            _keep_meeting(desk, session, caller, deciding.act_for_all(board.moderation, action, known))
        return boards.again(session, board, form.subdomain)


def _known(session: Session, board: Board, form: ActionForm) -> Action | None:
    """The action as it was when the form was drawn."""
    if form.subdomain:
        then = _seen(session, board.round.id, form.subdomain, form.seen).actions
    else:
        then = moderations.at_revision(session, board.round.id, form.seen).actions
    return next((one for one in then if one.id == form.given.id), None)


def drop(desk: Desk, caller: Caller, round_id: RoundId, subdomain: str, action: ActionId) -> Board:
    """Take an action away; the history keeps it."""
    with boards.at_work(desk, caller, round_id) as (session, board):
        if subdomain:
            _keep(desk, session, caller, board, [deciding.drop(board.moderation, subdomain, action)])
        else:
            _keep_meeting(desk, session, caller, deciding.drop_for_all(board.moderation, action))
        return boards.again(session, board, subdomain)


def _keep_meeting(desk: Desk, session: Session, caller: Caller, changed: Moderation) -> None:
    moderations.save_meeting(session, changed, caller.user, desk.clock())


def note_opportunities(desk: Desk, caller: Caller, round_id: RoundId, words: str, seen: int) -> Board:
    """Keep what the whole system could do."""
    with boards.at_work(desk, caller, round_id) as (session, board):
        then = moderations.at_revision(session, round_id, seen)
        _keep_meeting(desk, session, caller, deciding.note_opportunities(board.moderation, words, then))
        return boards.again(session, board)


def attest(desk: Desk, caller: Caller, round_id: RoundId, present: tuple[Present, ...], seen: int) -> Board:
    """Keep who was there."""
    with boards.at_work(desk, caller, round_id, Deed.CONCLUDE) as (session, board):
        then = moderations.at_revision(session, round_id, seen)
        _keep_meeting(desk, session, caller, deciding.attest(board.moderation, present, then))
        boards.record(desk, session, caller, board, "attendance recorded", people=len(present))
        return boards.again(session, board)


def agree(desk: Desk, caller: Caller, round_id: RoundId) -> Board:
    """Make it the partnership's agreed view, and owe the channel and the owners of actions their words."""
    with boards.at_work(desk, caller, round_id, Deed.CONCLUDE) as (session, board):
        now = desk.clock()
        agreed = deciding.agree(board.moderation, board.round, board.edition, caller.user, now)
        _keep_meeting(desk, session, caller, agreed)
        place = board.partnership
        owed = [telling.agreed(agreed, place, now), *following.owed(agreed, place, now)]
        outbox.owe(session, owed, place.workspace)
        boards.record(desk, session, caller, board, "moderation agreed", revision=agreed.revision)
        return boards.again(session, board, *board.posted)


def reopen(desk: Desk, caller: Caller, round_id: RoundId, reason: str) -> Board:
    """Open it again for corrections; why is kept with it."""
    with boards.at_work(desk, caller, round_id, Deed.CONCLUDE) as (session, board):
        reopened = deciding.reopen(board.moderation, reason)
        _keep_meeting(desk, session, caller, reopened)
        boards.record(desk, session, caller, board, "moderation reopened", revision=reopened.revision)
        return boards.again(session, board, *board.posted)
