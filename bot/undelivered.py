"""Why a letter did not arrive, in words that a lead can act on."""

from collections.abc import Mapping

from flows.notices import NoticeKind

WHAT: Mapping[NoticeKind, str] = {
    NoticeKind.INVITATION: "the invitation",
    NoticeKind.LAUNCHED: "the word that the round has started",
    NoticeKind.MEETING_FILE: "the meeting for calendars",
    NoticeKind.HALFWAY: "a reminder",
    NoticeKind.SOON: "a reminder",
    NoticeKind.TODAY: "a reminder",
    NoticeKind.REMINDER: "a reminder",
    NoticeKind.CLOSED: "the word that answers are closed",
    NoticeKind.NOT_SUBMITTED: "the word that answers are closed",
    NoticeKind.SUMMARY: "the summary",
    NoticeKind.SUMMARY_FILES: "the map and the evidence that belong to the summary",
    NoticeKind.WITHDRAWN: "the word that the summary is withdrawn",
    NoticeKind.MEETING: "the note about the meeting",
    NoticeKind.BOARD: "the agenda of the moderation",
    NoticeKind.BOARD_ROW: "a sub-domain for the moderation",
    NoticeKind.AGREED: "the word that the meeting has agreed",
    NoticeKind.ACTION_SOON: "a word about an action",
    NoticeKind.ACTION_DUE: "a word about an action",
    NoticeKind.UNDELIVERED: "a word about a failure",
    NoticeKind.NUDGE: "a reminder",
    NoticeKind.MOVED: "the word that dates have changed",
    NoticeKind.CLOSING: "the word that the round closes early",
    NoticeKind.CALLED_OFF: "the word that the round was cancelled",
    NoticeKind.HANDED_OVER: "the word that they lead now",
    NoticeKind.NEW_LEAD: "the word that they lead now",
    NoticeKind.NEW_OBSERVER: "the word that they observe now",
}
ASK = "Ask whoever looks after the app to put this right and to run `common-view outbox retry`."
SOMEBODY_ELSE = "Name somebody else for this organisation, or speak to them yourself."
INVITE = "Put it right in the channel (`/invite` brings the app back), then ask whoever looks after it to try again."
REASONS: Mapping[str, tuple[str, str]] = {
    "user_disabled": ("this account has been deactivated", SOMEBODY_ELSE),
    "user_not_found": ("nobody in this workspace has this account any more", SOMEBODY_ELSE),
    "user_not_visible": ("this app may not see this account", SOMEBODY_ELSE),
    "cannot_dm_bot": ("this account is an app, and apps cannot write to each other", SOMEBODY_ELSE),
    "messages_tab_disabled": ("messages to this app are switched off", ASK),
    "is_archived": ("the channel is archived", INVITE),
    "channel_not_found": ("the channel is gone, or the app is not in it", INVITE),
    "not_in_channel": ("the app is not in the channel", INVITE),
    "restricted_action": ("this workspace does not let the app post there", ASK),
    "missing_scope": ("the app was not given a permission that it needs", ASK),
    "it could not be written": ("something went wrong in the app itself", ASK),
}
"""Slack's codes, and our own, in words, each with what helps."""


def reason(error: str) -> tuple[str, str]:
    """Why, and what helps."""
    code = error.removeprefix("history refused: ")
    why, way_out = REASONS.get(code, (f"Slack says {code}", ASK))
    return (f"{why} (looking is refused)", ASK) if code != error else (why, way_out)
