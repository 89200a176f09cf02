"""Blind re-votes, and the challenges of observers."""

from bot.desk import Desk, boards, disclosing
from flows import revoting
from flows.board import LONGEST_CHALLENGE, Board, Challenge
from flows.judgement import Judgement
from flows.people import Caller, Deed
from flows.refusal import Refusal
from flows.round import RoundId
from storage import assessments, votes


def begin(desk: Desk, caller: Caller, round_id: RoundId, subdomain: str) -> Board:
    """Let every organisation vote once more on a sub-domain."""
    with boards.at_work(desk, caller, round_id, Deed.RUN_VOTE) as (session, board):
        if board.moderation.agreed_at is not None:
            raise Refusal("This round is agreed. To vote again, reopen it first and say why.")
        opened = revoting.begin(board.subdomain(subdomain), board.revotes, desk.clock())
        votes.add(session, round_id, opened)
        boards.owe(desk, session, board, subdomain)
        boards.record(desk, session, caller, board, "vote opened", subdomain=subdomain, number=opened.number)
        return boards.again(session, board, subdomain)


def cast(desk: Desk, caller: Caller, round_id: RoundId, subdomain: str, judgement: Judgement | None) -> Board:
    """Keep the vote of this person's organisation, in place of its earlier one."""
    with boards.at_work(desk, caller, round_id, Deed.VOTE) as (session, board):
        mine, revote = board.partnership.partner_of(caller.user), board.revote(subdomain)
        vote = revoting.require_vote(board.edition, board.subdomain(subdomain), revote, judgement)
        if mine and assessments.of_partner(session, round_id, mine.id) is None:
            raise Refusal(f"{mine.name} joined after this round, so it has no vote in it. Speak in the meeting.")
        if mine and revote:
            votes.vote(session, round_id, revote, mine.id, vote)
        return board


def close(desk: Desk, caller: Caller, round_id: RoundId, subdomain: str) -> Board:
    """Count the votes, keep what may be shown, and destroy them."""
    with boards.at_work(desk, caller, round_id, Deed.RUN_VOTE) as (session, board):
        revote, first = board.revote(subdomain), disclosing.snapshot(session, round_id)
        if revote is None or not revote.open:
            raise Refusal("No vote is open here. Open the sub-domain again to see how it stands.")
        given = votes.votes(session, round_id, revote)
        # none once the summary was withdrawn
        shown = revoting.result(first, subdomain, given, board.revotes) if first else None
        votes.close(session, round_id, revote, shown, desk.clock())
        boards.record(desk, session, caller, board, "vote closed", subdomain=subdomain, number=revote.number)
        after = boards.again(session, board, subdomain)
    desk.database.keys.destroy(votes.key_name(round_id, revote))
    return after


def challenge(desk: Desk, caller: Caller, round_id: RoundId, subdomain: str, words: str) -> Board:
    """Keep what an observer asks the meeting to think about; the same words once more are kept once."""
    with boards.at_work(desk, caller, round_id, Deed.CHALLENGE) as (session, board):
        if not words.strip() or len(words) > LONGEST_CHALLENGE:
            raise Refusal(f"Say it in a few sentences, {LONGEST_CHALLENGE} characters at most.", "challenge")
        where = board.subdomain(subdomain).id
        given = Challenge(desk.new_id(), where, words.strip(), caller.user, desk.clock())
        if not any(given.repeats(one) for one in board.challenges):
            votes.challenge(session, round_id, given)
            boards.record(desk, session, caller, board, "challenge left", subdomain=where)
        return board
