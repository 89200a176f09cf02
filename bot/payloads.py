"""The hall: Slack's JSON in, typed events out. Behind this door there is no raw payload."""

from datetime import date, time
from typing import Any

from bot.carried import Place, StartForm, judgement
from bot.names import Action, Field
from flows.assessment import AnswerGiven
from flows.people import Caller, PartnershipId, UserId, WorkspaceId
from flows.proposal import RoundForm, When
from flows.refusal import Refusal
from flows.round import Label

Body = dict[str, Any]


def caller(body: Body) -> Caller:
    """Read who acts from any interaction, command or event."""
    team = body.get("team_id") or (body.get("team") or {}).get("id") or (body.get("user") or {}).get("team_id")
    user = body.get("user_id") or (body.get("user") or {}).get("id") or (body.get("event") or {}).get("user")
    if not team or not user:
        raise Refusal("Slack did not say who you are. Please try again.")
    return Caller(WorkspaceId(str(team)), UserId(str(user)))


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


def words(body: Body) -> str:
    """What was typed after a command, in small letters."""
    return " ".join(str(body.get("text", "")).casefold().split())


def answer(view: Body, *, then_next: bool) -> AnswerGiven:
    """Read the answer form."""
    chosen = _chosen(view, Field.JUDGEMENT)
    return AnswerGiven(
        subdomain=Place.unpacked(view["private_metadata"]).subdomain,
        judgement=judgement(chosen) if chosen else None,
        evidence=_value(view, Field.EVIDENCE, "value") or "",
        comment=_value(view, Field.COMMENT, "value") or "",
        then_next=then_next,
    )


def round_form(view: Body) -> RoundForm:
    """Read the form that starts a round, as far as it is filled in."""
    return RoundForm(
        partnership=PartnershipId(
            _chosen(view, Field.PARTNERSHIP) or StartForm.unpacked(view["private_metadata"]).partnership
        ),
        framework=_chosen(view, Field.FRAMEWORK) or "",
        label=Label(_chosen(view, Field.LABEL) or Label.BASELINE),
        scopes=frozenset(one["value"] for one in _value(view, Field.SCOPES, "selected_options") or []),
        deadline=_when(view, Field.DEADLINE, Field.DEADLINE_TIME),
        meeting=_when(view, Field.MEETING, Field.MEETING_TIME),
        summary=_when(view, Field.SUMMARY, Field.SUMMARY_TIME),
    )


def block_of(view: Body, name: str | None) -> str:
    """The id of the block that holds a field; of the first input where there is no such field."""
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    named = [block for block in inputs if block["element"]["action_id"] == name]
    return str((named or inputs)[0]["block_id"])


def _value(view: Body, name: Field, key: str) -> Any:
    """What a field holds: found by its element, because a block's id also says what it is about."""
    values = (view.get("state") or {}).get("values") or {}
    return next((elements[name].get(key) for elements in values.values() if name in elements), None)


def _chosen(view: Body, name: Field) -> str | None:
    option = _value(view, name, "selected_option")
    return str(option["value"]) if option else None


def _when(view: Body, day: Field, clock: Field) -> When:
    chosen_day, chosen_time = _value(view, day, "selected_date"), _value(view, clock, "selected_time")
    return When(
        date.fromisoformat(chosen_day) if chosen_day else None,
        time.fromisoformat(chosen_time) if chosen_time else None,
    )
