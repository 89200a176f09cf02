"""The hall: Slack's JSON in, typed events out. Behind this door there is no raw payload."""

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from enum import StrEnum
from typing import Any, TypeVar

from slack_bolt.request.internals import extract_team_id

from bot.carried import Draft, Forged, NewPlace, OnRound, Pieces, Place, Source, judgement
from bot.names import Action, Field
from flows.answer import Confidence
from flows.assessment import AnswerGiven
from flows.evidence import LONGEST_TITLE, Item, ItemKind
from flows.judgement import Judgement, Kind
from flows.people import Caller, ChannelId, PartnershipId, UserId, WorkspaceId
from flows.proposal import RoundForm, When
from flows.refusal import Refusal
from flows.round import Label, Mode, RoundId

Body = dict[str, Any]
Items = tuple[Item, ...]
Choice = TypeVar("Choice", bound=StrEnum)
SEVERAL = "selected_options"
HALF = "\N{REPLACEMENT CHARACTER}"


def caller(body: Body) -> Caller:
    """Read who acts, in which workspace, from any interaction, command or event.

    The workspace is the one we are installed in, as Bolt reads it: in a channel that is shared with others, somebody of
    another workspace is a stranger there and nobody at home.
    """
    team = extract_team_id(body)
    user = body.get("user_id") or (body.get("user") or {}).get("id") or (body.get("event") or {}).get("user")
    if not team or not user:
        raise Refusal("Slack did not say who you are. Please try again.")
    return Caller(WorkspaceId(str(team)), UserId(str(user)))


def origin(body: Body) -> str:
    """Which button, modal or shortcut it was, for the record."""
    actions, view = body.get("actions") or [{}], body.get("view") or {}
    return str(actions[0].get("action_id") or view.get("callback_id") or body.get("callback_id") or body.get("type"))


def action(body: Body) -> Action:
    """Which button or choice it was."""
    return Action(body["actions"][0]["action_id"])


def pressed(body: Body) -> str:
    """The value of the button or choice that was pressed."""
    action = body["actions"][0]
    chosen = action.get("selected_option")
    return str(chosen["value"] if chosen else action.get("value", ""))


def place(body: Body) -> Place:
    """Where the button or choice belongs that was pressed."""
    return Place.unpacked(pressed(body))


def held(body: Body) -> Place:
    """Where the modal belongs that was submitted, closed or pressed in."""
    return Place.unpacked((body.get("view") or {}).get("private_metadata") or "")


def words(body: Body) -> str:
    """What was typed after a command, in small letters."""
    return " ".join(str(body.get("text", "")).casefold().split())


def pressed_at(body: Body) -> datetime | None:
    """When the button was pressed, by Slack's clock; none where Slack does not say."""
    try:
        return datetime.fromtimestamp(float(body["actions"][0]["action_ts"]), UTC)
    except (KeyError, ValueError, OverflowError, OSError):
        return None


def modal(body: Body) -> str | None:
    """The id of the modal in which the button is; none when it is in a message or on the Home tab."""
    view = body.get("view") or {}
    return str(view["id"]) if view.get("type") == "modal" else None


def submission(body: Body) -> str:
    """The name of one submission: the same when Slack, or somebody who recorded it, sends it again."""
    return f"view {body['view']['id']} {body['view'].get('hash', '')}"


def answer(view: Body, *, then_next: bool, members: Callable[[], tuple[str, ...]] = tuple) -> AnswerGiven:
    """Read the answer form; `members` are looked up only when a comment is to be quoted."""
    where = Place.unpacked(view["private_metadata"])
    chosen, sure = _chosen(view, Field.JUDGEMENT), _chosen(view, Field.CONFIDENCE)
    quote = _ticked(view, Field.QUOTE)
    return AnswerGiven(
        subdomain=where.subdomain,
        judgement=_leaning(view, judgement(chosen)) if chosen else None,
        evidence=_value(view, Field.EVIDENCE, "value") or "",
        comment=_value(view, Field.COMMENT, "value") or "",
        then_next=then_next,
        reason=_line(view, Field.REASON),
        revisit=_line(view, Field.REVISIT),
        own_note=_ticked(view, Field.OWN_NOTE),
        link=_value(view, Field.LINK, "value") or "",
        reuse=tuple(one["value"] for one in _value(view, Field.REUSE, "selected_options") or []),
        confidence=_confidence(sure) if sure else None,
        quote=quote,
        members=members() if quote else (),
        seen=where.seen,
    )


def _leaning(view: Body, chosen: Judgement) -> Judgement:
    """The judgement, half a level up if that was ticked."""
    if not _ticked(view, Field.LEANING):
        return chosen
    if chosen.kind is not Kind.LEVEL:
        raise Refusal("Only a level can lean to the next one. Untick this, or choose a level.", Field.LEANING)
    return replace(chosen, leaning=True)


def _confidence(chosen: str) -> Confidence:
    try:
        return Confidence(chosen)
    except ValueError:
        raise Forged("Choose one of those offered.", Field.CONFIDENCE) from None


def filled_in(view: Body) -> bool:
    """Whether Slack gives what was typed; of a modal that was closed it gives nothing."""
    return bool((view.get("state") or {}).get("values"))


def colleague(view: Body) -> UserId:
    """Who was chosen to answer too."""
    return UserId(str(_value(view, Field.COLLEAGUE, "selected_user") or ""))


def chosen_place(view: Body) -> Place:
    """The sub-domain that was chosen in a form."""
    return Place.unpacked(_chosen(view, Field.SUBDOMAIN) or "")


def own_note(view: Body) -> bool:
    """Whether a piece of evidence is the organisation's own note."""
    return _ticked(view, Field.OWN_NOTE)


def said(event: Body) -> str:
    """What was typed to the app, without capitals and stray spaces."""
    return " ".join(str(event.get("text") or "").casefold().split()).strip(" .!?")


def delivery(body: Body) -> str:
    """The name of one event: the same whenever Slack delivers it again."""
    return f"event {body['event_id']}"


def is_about_us(body: Body) -> bool:
    """Whether the event's user is this app itself."""
    return body["event"].get("user") in {one.get("user_id") for one in body.get("authorizations") or []}


def new_place(body: Body) -> NewPlace:
    """The channel in whose message the button was pressed, whatever the button says, and that message."""
    container = body.get("container") or {}
    channel = container.get("channel_id") or NewPlace.unpacked(pressed(body)).channel
    return NewPlace(channel=ChannelId(str(channel)), ts=str(container.get("message_ts") or ""))


def pieces(body: Body) -> Pieces:
    """The pieces of evidence that a button of ours is about, and the message it stands in."""
    packed = pressed(body)
    kept = Pieces.unpacked(packed)
    if not _stands_in(body.get("message") or {}, packed):
        raise Forged("This button is from another message. Please use the newest one.")
    container = body.get("container") or {}
    return kept.model_copy(update={"channel": container.get("channel_id"), "ts": container.get("message_ts") or ""})


def _stands_in(message: Body, value: str) -> bool:
    """Whether a message really has a button with this value."""
    elements = (element for block in message.get("blocks") or [] for element in block.get("elements") or [])
    return any(element.get("value") == value for element in elements)


def files(event: Body) -> Items:
    """The files that came with a message: their names and where they are, not what is in them."""
    return tuple(_file(one) for one in event.get("files") or [] if one.get("id"))


def _file(file: Body) -> Item:
    name = _clean(str(file.get("title") or file.get("name") or "File"))
    url, ref = _clean(str(file.get("permalink") or "")), _clean(str(file["id"]))
    return Item(ItemKind.FILE, name[:LONGEST_TITLE], url, ref)


def source(body: Body) -> Source:
    """The message that a message shortcut was used on."""
    team = body.get("team") or {}
    return Source(
        channel=ChannelId(str(body["channel"]["id"])), ts=str(body["message"]["ts"]), team=str(team.get("domain") or "")
    )


def message(where: Source, *, ours: bool) -> Item:
    """A Slack message as a piece of evidence: a link to it, and nothing that it says."""
    url = f"https://{where.team}.slack.com/archives/{where.channel}/p{where.ts.replace('.', '')}"
    try:
        day = datetime.fromtimestamp(float(where.ts), UTC)
    except (ValueError, OverflowError, OSError):
        raise Forged("This message cannot be found any more. Please use *Keep as evidence* on it again.") from None
    return Item(ItemKind.MESSAGE, f"Slack message of {day.day} {day:%B}", url, f"{where.channel} {where.ts}", ours)


def round_form(view: Body) -> RoundForm:
    """Read the form that starts a round: what this step of it asks for, over what the steps before brought."""
    form = Draft.unpacked(view["private_metadata"]).form
    if _asks(view, Field.FRAMEWORK):
        form = replace(
            form,
            partnership=PartnershipId(_chosen(view, Field.PARTNERSHIP) or form.partnership),
            framework=_chosen(view, Field.FRAMEWORK) or "",
            label=_one_of(Label, _chosen(view, Field.LABEL), Field.LABEL),
            scopes=frozenset(one["value"] for one in _value(view, Field.SCOPES, "selected_options") or []),
            previous=next((RoundId(one["value"]) for one in _value(view, Field.PREVIOUS, SEVERAL) or []), None),
        )
    if _asks(view, Field.DEADLINE):
        deadline, meeting, summary = round_dates(view)
        form = replace(form, deadline=deadline, meeting=meeting, summary=summary)
    if _asks(view, Field.MODE):
        form = replace(form, mode=_one_of(Mode, _chosen(view, Field.MODE), Field.MODE))
    return form


def round_dates(view: Body) -> tuple[When, When, When]:
    """Read the deadline, the meeting and the summary; of what a form does not ask for there is nothing."""
    return (
        _when(view, Field.DEADLINE, Field.DEADLINE_TIME),
        _when(view, Field.MEETING, Field.MEETING_TIME),
        _when(view, Field.SUMMARY, Field.SUMMARY_TIME),
    )


def new_lead(view: Body) -> tuple[UserId, bool]:
    """Who is to lead, and whether whoever hands over stops leading."""
    return UserId(str(_value(view, Field.NEW_LEAD, "selected_user") or "")), _ticked(view, Field.STEP_DOWN)


def held_round(body: Body) -> OnRound:
    """Which round the modal is about that was submitted."""
    return OnRound.unpacked(body["view"]["private_metadata"])


def _one_of(kind: type[Choice], chosen: str | None, name: Field) -> Choice:
    try:
        return kind(chosen or "")
    except ValueError:
        raise Forged("Choose one of those offered.", name) from None


def _asks(view: Body, name: Field) -> bool:
    """Whether this form has such a field."""
    return any(block.get("element", {}).get("action_id") == name for block in view["blocks"])


def block_of(view: Body, name: str | None) -> str:
    """The id of the block that holds a field; of the first input where there is no such field."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    named = [block for block in inputs if block["element"]["action_id"] == name]
    return str((named or inputs)[0]["block_id"])


def in_block(view: Body, block: str, key: str) -> Any:
    """What the one field of a block holds, by the block's whole id: for forms with a field of a name in many blocks."""
    elements = ((view.get("state") or {}).get("values") or {}).get(block) or {}
    return next((element.get(key) for element in elements.values()), None)


def value_of(view: Body, name: Field, key: str) -> Any:
    """What a field of a form holds under this key of Slack's."""
    return _value(view, name, key)


def _value(view: Body, name: Field, key: str) -> Any:
    """What a field holds: found by its element, because a block's id also says what it is about."""
    values = (view.get("state") or {}).get("values") or {}
    found = next((elements[name].get(key) for elements in values.values() if name in elements), None)
    return _clean(found) if isinstance(found, str) else found


def _clean(typed: str) -> str:
    """The same text without what no database or document takes, and nobody meant to type.

    Halves of characters (lone surrogates, which a cut emoji leaves) become U+FFFD; control characters go, save tabs and
    line breaks.
    """
    whole = "".join(HALF if "\ud800" <= one <= "\udfff" else one for one in typed)
    return "".join(one for one in whole if one in "\n\t" or unicodedata.category(one) != "Cc")


def _chosen(view: Body, name: Field) -> str | None:
    option = _value(view, name, "selected_option")
    return str(option["value"]) if option else None


def _ticked(view: Body, name: Field) -> bool:
    return bool(_value(view, name, "selected_options"))


def _line(view: Body, name: Field) -> str | None:
    """What a field holds that only some forms have; none when this one has not."""
    return (_value(view, name, "value") or "") if _asks(view, name) else None


def _when(view: Body, day: Field, clock: Field) -> When:
    chosen_day, chosen_time = _value(view, day, "selected_date"), _value(view, clock, "selected_time")
    try:
        return When(
            date.fromisoformat(chosen_day) if chosen_day else None,
            time.fromisoformat(chosen_time) if chosen_time else None,
        )
    except ValueError:
        raise Forged("Choose a day and a time from those offered.", day) from None
