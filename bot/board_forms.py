"""The forms of the board as the lead filled them in: Slack's JSON in, what a meeting agreed out."""

import re
from datetime import date, datetime

from bot.blocks.moderation_forms import organisation, picked_up
from bot.carried import Forged, OnBoard, judgement
from bot.names import Field
from bot.payloads import Body, in_block, value_of
from flows import calendar
from flows.board import Board
from flows.deciding import Confirmed, require_ahead
from flows.judgement import Judgement
from flows.moderation import Action, ActionId, Decision, FollowUp, Present, Progress
from flows.people import UserId
from flows.refusal import Refusal

POUNDS = re.compile(r"£?\s*(\d{1,3}(?:[ ,]\d{3})+|\d+)(?:\.00)?")
"""A whole amount, as people write it."""


def held(body: Body) -> OnBoard:
    """What the modal is about that was submitted or pressed in."""
    return OnBoard.unpacked((body.get("view") or {}).get("private_metadata") or "")


def minutes(view: Body) -> int:
    """How long the meeting talks."""
    words = _words(view, Field.MINUTES)
    if not words.isdecimal():
        raise Refusal("Give the minutes as a number, such as 90.", Field.MINUTES)
    return int(words)


def decision(view: Body, board: Board) -> Decision:
    """What is agreed on a sub-domain; its `revision` is the one that the form was drawn from."""
    where = OnBoard.unpacked(view["private_metadata"])
    known = board.moderation.decision(where.subdomain)
    chosen = [one["value"] for one in value_of(view, Field.PICK_UP, "selected_options") or []]
    return Decision(
        subdomain=where.subdomain,
        judgement=_judgement(value_of(view, Field.AGREED, "selected_option")),
        rationale=_words(view, Field.RATIONALE),
        minority=_words(view, Field.MINORITY),
        evidence=picked_up(board, where.subdomain, chosen, _words(view, Field.EVIDENCE)),
        priority=bool(value_of(view, Field.PRIORITY, "selected_options")),
        lead_organisation=organisation(board, _chosen(view, Field.LEAD_ORGANISATION), known.lead_organisation),
        revision=where.seen,
    )


def together(view: Body, board: Board) -> Confirmed:
    """The levels of all that is confirmed in one go, and the organisation that leads those without one."""
    blocks = {one: f"{Field.AGREED} {one}" for one in board.timetable.together}
    chosen = {one: _judgement(in_block(view, block, "selected_option")) for one, block in blocks.items()}
    lead = organisation(board, _chosen(view, Field.LEAD_ORGANISATION), "")
    return Confirmed(chosen, lead, OnBoard.unpacked(view["private_metadata"]).seen)


def _judgement(option: Body | None) -> Judgement | None:
    return judgement(str(option["value"])) if option else None


def action(view: Body, board: Board, now: datetime) -> Action:
    """An action, not due before today; without a name when it is a new one."""
    where = OnBoard.unpacked(view["private_metadata"])
    found = board.moderation.action(ActionId(where.action)) if where.action else None
    known = found[1] if found else Action(ActionId(where.action), "")
    owner = value_of(view, Field.OWNER, "selected_user")
    given = Action(
        id=ActionId(where.action),
        what=_words(view, Field.WHAT),
        owner=UserId(str(owner)) if owner else None,
        owner_name=_words(view, Field.OWNER_NAME),
        organisation=organisation(board, _chosen(view, Field.ORGANISATION), known.organisation),
        due=_day(view, Field.DUE),
        funding=_words(view, Field.FUNDING),
        amount=_pounds(_words(view, Field.AMOUNT)),
        wanted=_words(view, Field.WANTED),
        practice=_words(view, Field.PRACTICE),
        progress=known.progress,
        news=known.news,
    )
    require_ahead(given.due, known.due, calendar.local(now, board.partnership.zone).date())
    return given


def _pounds(words: str) -> int | None:
    if not words:
        return None
    found = POUNDS.fullmatch(words)
    if found is None:
        raise Refusal("Give the amount in whole pounds, such as 12000.", Field.AMOUNT)
    return int(re.sub(r"[ ,]", "", found.group(1)))


def present(view: Body, board: Board) -> tuple[Present, ...]:
    """Who was there: an organisation's functions stand side by side, those of others on lines of their own."""
    ours = [
        Present(one.name, function.strip())
        for one in board.partnership.partners
        for function in str(in_block(view, f"{Field.PRESENT} {one.id}", "value") or "").split(";")
        if function.strip()
    ]
    return (*ours, *map(_other, filter(str.strip, _words(view, Field.OTHERS_PRESENT).splitlines())))


def _other(line: str) -> Present:
    organisation_name, colon, function = line.partition(":")
    if not colon or not organisation_name.strip() or not function.strip():
        raise Refusal("On each line: the organisation, a colon, the function.", Field.OTHERS_PRESENT)
    return Present(organisation_name.strip(), function.strip())


def opportunities(view: Body) -> str:
    """What the whole system could do."""
    return _words(view, Field.OPPORTUNITIES)


def reason(view: Body) -> str:
    """Why a round is opened again."""
    return _words(view, Field.REASON)


def vote(view: Body) -> Judgement | None:
    """An organisation's vote."""
    return _judgement(value_of(view, Field.VOTE, "selected_option"))


def challenge(view: Body) -> tuple[str, str]:
    """The sub-domain that a challenge is about, and its words."""
    return _chosen(view, Field.SUBDOMAIN) or "", _words(view, Field.CHALLENGE)


def changed(view: Body) -> FollowUp:
    """What has changed about an action."""
    return FollowUp(Progress.CHANGED, _words(view, Field.NEWS), _day(view, Field.DUE))


def _day(view: Body, name: Field) -> date | None:
    chosen = value_of(view, name, "selected_date")
    try:
        return date.fromisoformat(chosen) if chosen else None
    except (TypeError, ValueError):
        raise Forged("Choose a day.", name) from None


def _chosen(view: Body, name: Field) -> str | None:
    option = value_of(view, name, "selected_option")
    return str(option["value"]) if option else None


def _words(view: Body, name: Field) -> str:
    return str(value_of(view, name, "value") or "").strip()
