"""The board of a round: who may look at it, what is on it, and what of it stands in the channel."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlmodel import Session

from bot.desk import Desk, disclosing, permitted
from flows import deciding, timing
from flows.board import Board
from flows.moderation import Action
from flows.notices import Notice, NoticeKind
from flows.people import Caller, ChannelId, Deed, Partnership, WorkspaceId
from flows.refusal import Refusal
from flows.round import Round, RoundId, Stage
from frameworks import catalog
from storage import audit, board_posts, moderations, offered, outbox, partnerships, rounds, votes
from storage.board_posts import BoardPost
from storage.outbox import Kept, State

NO_LEAD = "Only the leads of a partnership can open its board. Ask one of them, or look at the summary in the channel."
NO_ROUND = "No round of yours is closed yet. The board opens with the summary, after the deadline."


def choose(desk: Desk, caller: Caller, channel: ChannelId | None = None) -> RoundId:
    """The round to moderate: the newest closed one that this person leads, that of this channel first."""
    with desk.database.read() as session:
        led = partnerships.led_by(session, caller.workspace, caller.user)
        closed = [
            (place.channel == channel, one.meeting_at, one.id)
            for place in led
            for one in rounds.of_partnership(session, place.id)
            if one.stage is Stage.CLOSED
        ]
    if not closed:
        raise Refusal(NO_ROUND if led else NO_LEAD)
    return max(closed)[2]


def look(desk: Desk, caller: Caller, round_id: RoundId, deed: Deed = Deed.MODERATE) -> Board:
    """The board, for those who may do this deed with it."""
    with permitted.looking_at_round(desk, caller, round_id, deed) as (session, place, running):
        deciding.require_board(running, place.zone, desk.clock())
        return assembled(session, place, running)


def for_channel(desk: Desk, round_id: RoundId) -> Board | None:
    """The board as its posts show it; none when its round is not known any more, or not closed."""
    with desk.database.read() as session:
        running = rounds.load(session, round_id)
        place = partnerships.load(session, running.partnership) if running else None
        if running is None or place is None or running.stage is not Stage.CLOSED:
            return None
        return assembled(session, place, running)


def assembled(session: Session, place: Partnership, running: Round) -> Board:
    """The board of a closed round, from all that is kept."""
    earlier = [one for one in rounds.of_partnership(session, place.id) if one.launched_at < running.launched_at]
    before = next((one for one in earlier if one.id == running.previous and one.edition == running.edition), None)
    return Board(
        partnership=place,
        round=running,
        edition=catalog.edition(running.edition),
        disclosure=disclosing.disclosed(session, running) or disclosing.nothing(running),
        moderation=moderations.load(session, running.id),
        evidence=offered.evidence(session, running.id),
        quotes=offered.quotes(session, running.id),
        challenges=votes.challenges(session, running.id),
        revotes=votes.of_round(session, running.id),
        before=moderations.agreed(session, before.id) if before else {},
        unfinished=unfinished(session, earlier),
        posted=_posted(session, running),
    )


def unfinished(session: Session, earlier: Iterable[Round]) -> tuple[Action, ...]:
    """The actions of these rounds that are still to be done."""
    held = [moderations.load(session, one.id) for one in earlier if one.stage is Stage.CLOSED]
    return tuple(action for one in held if one.agreed_at for _, action in deciding.open_actions(one))


def _posted(session: Session, running: Round) -> frozenset[str]:
    """The sub-domains that were put into the channel, or are about to be."""
    owed = {one.key for one in outbox.of_round(session, running.id) if one.state is not State.CANCELLED}
    return frozenset(one for one in running.subdomains if key(running.id, one) in owed)


def standing(desk: Desk, round_id: RoundId, subdomain: str = "") -> Kept | None:
    """Where a sub-domain's post is, or that of the agenda."""
    with desk.database.read() as session:
        return outbox.find(session, outbox.notice_id(key(round_id, subdomain)))


def key(round_id: RoundId, subdomain: str = "") -> str:
    """The name under which a sub-domain's post, or the agenda, is owed to the channel."""
    kind = NoticeKind.BOARD_ROW if subdomain else NoticeKind.BOARD
    return ":".join([kind.value, round_id, *([subdomain] if subdomain else [])])


@contextmanager
def at_work(
    desk: Desk, caller: Caller, round_id: RoundId, deed: Deed = Deed.MODERATE
) -> Iterator[tuple[Session, Board]]:
    """A transaction at the board, with its round locked until it ends."""
    with permitted.in_round(desk, caller, round_id, deed) as (session, place, running):
        deciding.require_board(running, place.zone, desk.clock())
        yield session, assembled(session, place, running)


def again(session: Session, board: Board, *changed: str) -> Board:
    """The board after what was changed in this transaction; its agenda and the posts of these will be drawn again."""
    if board.moderation.minutes:
        board_posts.touch(session, board.round.id, {"", *(one for one in changed if one in board.posted)})
    return assembled(session, board.partnership, board.round)


def redraw_all(session: Session, running: Round) -> None:
    """What was disclosed has changed: every post of the board shows something older."""
    if posted := _posted(session, running):
        board_posts.touch(session, running.id, {"", *posted})


def behind(desk: Desk) -> tuple[tuple[WorkspaceId, RoundId], ...]:
    """Rounds with posts that show something older, each with its workspace."""
    with desk.database.read() as session:
        return board_posts.behind(session)


def stale(desk: Desk, round_id: RoundId) -> tuple[BoardPost, ...]:
    """The posts of a round that show something older."""
    with desk.database.read() as session:
        return board_posts.stale(session, round_id)


def drawn(desk: Desk, post: BoardPost) -> None:
    """A post shows the state again that it was drawn from."""
    with desk.database.begin() as session:
        board_posts.drawn(session, post)


def record(desk: Desk, session: Session, caller: Caller, board: Board, action: str, **detail: str | int) -> None:
    """Note in the audit trail who did what; never in which words."""
    audit.record(
        session,
        at=desk.clock(),
        actor=caller.user,
        action=action,
        partnership=board.partnership.id,
        round=board.round.id,
        detail=detail,
    )


def set_up(desk: Desk, caller: Caller, round_id: RoundId, minutes: int) -> Board:
    """Put the timed agenda into the channel and under it what is discussed first; or time it anew."""
    with at_work(desk, caller, round_id) as (session, board):
        timing.timetable(board.disclosure, minutes)
        timed = deciding.time(board.moderation, minutes)
        moderations.save_meeting(session, timed, caller.user, desk.clock())
        owe(desk, session, board)
        for slot in assembled(session, board.partnership, board.round).timetable.discuss[:1]:
            owe(desk, session, board, slot.subdomain)
        record(desk, session, caller, board, "board opened", minutes=minutes)
        return again(session, board)


def post(desk: Desk, caller: Caller, round_id: RoundId, subdomain: str) -> Board:
    """Put a sub-domain into the channel; once is enough."""
    with at_work(desk, caller, round_id) as (session, board):
        owe(desk, session, board, board.subdomain(subdomain).id)
        return again(session, board)


def owe(desk: Desk, session: Session, board: Board, subdomain: str = "") -> None:
    """Owe the channel a sub-domain's post, or the agenda."""
    kind = NoticeKind.BOARD_ROW if subdomain else NoticeKind.BOARD
    name = key(board.round.id, subdomain)
    notice = Notice(kind, name, board.round.id, desk.clock(), about=subdomain or None)
    outbox.owe(session, [notice], board.partnership.workspace)
