"""The board of a meeting: its agenda and its sub-domains in the channel, and the whole of it in the leads' modal.

A post shows what was disclosed and what was agreed; what people typed stands in modals only.
"""

from collections.abc import Iterable

from bot.blocks import export, framework
from bot.blocks.parts import Block, actions, button, confirmed, context, divider, header, modal, section
from bot.carried import OnBoard
from bot.limits import LIMITS, shorten, split
from bot.mrkdwn import bold, escape
from bot.names import Action
from flows import checklist, deciding, plain_words
from flows.board import Board
from flows.calendar import in_words as when
from flows.judgement import in_words
from flows.moderation import Action as Agreed
from flows.moderation import Progress

NIGHT = "Posts go out between 08:00 and 18:00; you can record at any time."
LEADS_RECORD = "Leads record what the meeting agrees. Talk about a sub-domain in the thread of its post."
MOST_UNFINISHED = 10
"""Open actions of earlier rounds that the board lists; the list of actions has all."""
LONGEST_NEWS = 300
WITHOUT = "You can agree without this; every page of the return then says DRAFT, until the board is reopened for it."
STANDS = {Progress.OPEN: "open", Progress.DONE: "done", Progress.LATE: "late", Progress.CHANGED: "changed"}


def carried(board: Board, subdomain: str = "") -> str:
    """What a button of this board carries."""
    return OnBoard(round=board.round.id, subdomain=subdomain).packed()


def agenda(board: Board) -> tuple[str, list[Block]]:
    """The post with the timed agenda."""
    title = f"Moderation: {board.partnership.name}, {board.round.label}"
    return title, [
        header(title),
        section(_headline(board)),
        *(_agreed(board) if board.moderation.agreed_at else _planned(board)),
        actions(
            button("Open the board", Action.MODERATE, carried(board), "primary"),
            *_together_button(board),
            *_challenge_button(board),
        ),
    ]


def _challenge_button(board: Board) -> list[Block]:
    return [] if board.moderation.agreed_at else _challenge(board, carried(board))


def _challenge(board: Board, here: str) -> list[Block]:
    """For the observers, where there are any."""
    return [button("Leave a challenge", Action.CHALLENGE, here)] if board.partnership.observers else []


def _headline(board: Board) -> str:
    if board.moderation.agreed_at:
        at = when(board.moderation.agreed_at, board.partnership.zone)
        return f":white_check_mark: *Agreed*, {at}. What you read here is the partnership's common view."
    at = when(board.round.meeting_at, board.partnership.zone)
    return f"{escape(board.edition.title)}. An agenda for {board.moderation.minutes} minutes, {at}:"


def _planned(board: Board) -> list[Block]:
    return [
        *_listed(_discussed(board), "To discuss, in this order"),
        *_listed(_settled(board), f"To confirm together, about {board.timetable.minutes_together} minutes"),
        *_listed(_left(board), "If there is time, or afterwards"),
        context(LEADS_RECORD),
    ]


def _agreed(board: Board) -> list[Block]:
    """Everything that was agreed, in the order of the framework."""
    lines = [f"• {bold(board.subdomain(one).name)}: {escape(agreed_on(board, one))}" for one in board.round.subdomains]
    return _listed(lines, "What we agreed")


def _together_button(board: Board) -> list[Block]:
    if not board.timetable.together or board.moderation.agreed_at:
        return []
    return [button("Confirm together", Action.CONFIRM_TOGETHER, carried(board))]


def _listed(lines: list[str], title: str) -> list[Block]:
    return [section(piece) for piece in split([bold(title), *lines], LIMITS["section.text.max"])] if lines else []


def _discussed(board: Board) -> list[str]:
    slots = [slot for slot in board.timetable.discuss if slot.minutes]
    return [
        f"{number}. {bold(board.subdomain(slot.subdomain).name)}, {slot.minutes} minutes: {view(board, slot.subdomain)}"
        for number, slot in enumerate(slots, start=1)
    ]


def _settled(board: Board) -> list[str]:
    return [f"• {bold(board.subdomain(one).name)}: {view(board, one)}" for one in board.timetable.together]


def _left(board: Board) -> list[str]:
    return [f"• {bold(board.subdomain(one).name)}: {view(board, one)}" for one in board.timetable.later]


def view(board: Board, subdomain: str) -> str:
    """What is agreed on a sub-domain, or how the views stand while nothing is."""
    agreed = agreed_on(board, subdomain)
    return f":white_check_mark: {bold(agreed)}" if agreed else views(board, subdomain)


def views(board: Board, subdomain: str) -> str:
    """How the views stand, in the public words."""
    if not board.subdomain(subdomain).assessable:
        return "no levels published yet; evidence is still taken"
    return escape(plain_words.words(board.shown(subdomain), board.edition.levels))


def agreed_on(board: Board, subdomain: str) -> str:
    """The agreed judgement in words; nothing while there is none."""
    decision = board.moderation.decision(subdomain)
    if decision.judgement:
        return in_words(decision.judgement, board.edition.levels)
    recorded = decision.evidence and not board.subdomain(subdomain).assessable
    return "Unable to assess without criteria" if recorded else ""


def row(board: Board, subdomain: str) -> tuple[str, list[Block]]:
    """The post of one sub-domain."""
    here, minutes = board.subdomain(subdomain), board.timetable.minutes(subdomain)
    title = f"{here.name} · {minutes} minutes" if minutes else here.name
    return title, [
        header(title),
        *framework.about(board.edition, here),
        section("\n".join(_standing(board, subdomain))),
        *descriptors(board, subdomain),
        *_ways(board, subdomain),
    ]


def _standing(board: Board, subdomain: str) -> Iterable[str]:
    """Where the conversation starts from, and what has come of it."""
    yield f"*How our views stand:* {views(board, subdomain)}"
    if subdomain in board.before:
        yield f"*Agreed last round:* {bold(in_words(board.before[subdomain], board.edition.levels))}"
    yield from revoted(board, subdomain)
    decision, agreed = board.moderation.decision(subdomain), agreed_on(board, subdomain)
    yield f":white_check_mark: *Agreed:* {bold(agreed)}" if agreed else "_Not agreed yet._"
    if decision.priority:
        yield ":star: A priority"
    if decision.lead_organisation:
        yield f"*Lead organisation:* {escape(decision.lead_organisation)}"
    if decision.actions:
        yield f"*Actions:* {len(decision.actions)}"


def revoted(board: Board, subdomain: str) -> Iterable[str]:
    """What may be said of the newest re-vote."""
    newest = board.revote(subdomain)
    if newest is None:
        return
    if newest.open:
        yield "*A secret vote is open:* one vote for each organisation, which nobody is shown."
    elif newest.shown:
        yield f"*After voting again:* {escape(plain_words.words(newest.shown, board.edition.levels))}"
    else:
        yield "*After voting again:* nothing can be shown. Too few voted, or it could tell whose view has moved."


def descriptors(board: Board, subdomain: str) -> list[Block]:
    """The levels whole."""
    here = board.subdomain(subdomain)
    if not here.assessable:
        return [section("No level descriptors have been published for this one yet. The return takes its evidence.")]
    return [block for name in board.edition.levels for block in framework.level(name, here.descriptors[name])]


def _ways(board: Board, subdomain: str) -> list[Block]:
    """What leads, contributors and observers can do here; nothing once the round is agreed."""
    if board.moderation.agreed_at:
        return []
    here, newest = carried(board, subdomain), board.revote(subdomain)
    again = board.decided(subdomain)
    record = button("Change what we agreed" if again else "Record what we agree", Action.RECORD, here)
    votes = [button("Vote", Action.VOTE, here)] if newest and newest.open else []
    return [
        actions(
            record if again else record | {"style": "primary"},
            button("Add an action", Action.ADD_ACTION, here),
            *votes,
            *revote_button(board, subdomain),
            *_challenge(board, here),
        )
    ]


def revote_button(board: Board, subdomain: str) -> list[Block]:
    """Opens a secret vote, or closes the one that is open."""
    here, newest = carried(board, subdomain), board.revote(subdomain)
    if not board.subdomain(subdomain).assessable:
        return []
    if newest and newest.open:
        close = button("Close the vote", Action.CLOSE_REVOTE, here)
        asked = "Nobody can vote any more, and what may be said of the votes is shown to all."
        return [confirmed(close, "Close the vote?", asked, "Close it")]
    return [button("Vote again in secret", Action.REVOTE, here)]


def overview(board: Board) -> Block:
    """The whole board, for the leads."""
    return modal(
        "The board",
        [
            header(f"{board.partnership.name}, {board.round.label}"),
            section(_state(board)),
            *unfinished(board),
            divider(),
            *(_entry(board, one) for one in board.order),
            divider(),
            *_whole(board),
        ],
        metadata=carried(board),
    )


def _state(board: Board) -> str:
    if board.moderation.agreed_at:
        return f"{_headline(board)} To correct something, reopen it and say why."
    return f"{recorded(board)} {NIGHT}"


def recorded(board: Board) -> str:
    """How far the meeting has come."""
    return f"{sum(board.decided(one) for one in board.order)} of {len(board.order)} recorded."


def unfinished(board: Board) -> list[Block]:
    """What is still to be done from the rounds before."""
    return still_open(board.unfinished)


def still_open(actions_left: Iterable[Agreed]) -> list[Block]:
    """What earlier rounds agreed and is still to be done."""
    found = [block for one in tuple(actions_left)[:MOST_UNFINISHED] for block in listed_action(one)]
    return [section("*Still open from earlier rounds*"), *found] if found else []


def listed_action(action: Agreed, ways: Block | None = None) -> list[Block]:
    """An action as it stands. What people typed is never markup; `ways` is the menu beside it."""
    what = " ".join(action.what.split())
    entry: Block = {"type": "section", "text": {"type": "plain_text", "text": f"• {what}", "emoji": False}}
    return [entry | ({"accessory": ways} if ways else {}), context_of(action)]


def context_of(action: Agreed) -> Block:
    """Who does it by when, and how it stands."""
    typed = [one for one in (action.news, *([] if action.owner else [action.owner_name or action.organisation])) if one]
    who = f"<@{action.owner}>" if action.owner else ""
    nobody = "" if deciding.owned(action) or action.progress is Progress.DONE else "no owner yet"
    due = f"by {action.due.day} {action.due:%B %Y}" if action.due else "no date"
    words = ", ".join(filter(None, [who, nobody, due, STANDS[action.progress]]))
    plain = [{"type": "plain_text", "text": shorten(one, LONGEST_NEWS), "emoji": False} for one in typed]
    return context(words) | {"elements": [*context(words)["elements"], *plain]}


def _entry(board: Board, subdomain: str) -> Block:
    """One sub-domain in the list, with the way to its form."""
    minutes = board.timetable.minutes(subdomain)
    title = bold(board.subdomain(subdomain).name) + (f" · {minutes} min" if minutes else "")
    words = "Look" if board.moderation.agreed_at else "Change" if board.decided(subdomain) else "Record"
    return section(f"{title}\n{view(board, subdomain)}", button(words, Action.RECORD, carried(board, subdomain)))


def _whole(board: Board) -> list[Block]:
    """What concerns the meeting as a whole."""
    here = carried(board)
    if board.moderation.agreed_at:
        return [
            actions(
                export.way(board.round.id),
                button("Actions", Action.SEE_ACTIONS, here),
                button("What has moved", Action.SEE_PROGRESS, here),
                button("Reopen…", Action.REOPEN, here),
            )
        ]
    agree = button("This is agreed", Action.AGREE, here, "primary")
    asked = (
        "It becomes the partnership's common view, and owners of actions get a word before they are due. "
        "To change anything later, the board has to be reopened."
    )
    missing = _still_missing(board)
    return [
        *missing,
        *_still_needed(board),
        actions(
            *_together_button(board),
            button("Who was there", Action.ATTEST, here),
            button("Opportunities and actions", Action.OPPORTUNITIES, here),
            button("Change the minutes", Action.TIME_MEETING, here),
            button("What has moved", Action.SEE_PROGRESS, here),
            *([] if missing else [confirmed(agree, "Is this agreed?", asked, "Yes, agreed")]),
        ),
    ]


def _still_missing(board: Board) -> list[Block]:
    lines = [f"• {escape(one)}" for one in deciding.missing(board.moderation, board.round, board.edition)]
    return _listed(lines, "Before it can be agreed")


def _still_needed(board: Board) -> list[Block]:
    """What the return will lack: said while it can be settled without reopening, and no bar to agreeing."""
    lines = [f"• {bold(f'{one.name}:')} {escape(one.words)}" for one in checklist.still_needed(board)]
    return [*_listed(lines, "The return still needs"), context(WITHOUT)] if lines else []
