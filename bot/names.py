"""Every id that goes through Slack and comes back; compared whole, never split."""

from enum import StrEnum


class Command(StrEnum):
    """Slash commands."""

    MATURITY = "/maturity"


class Shortcut(StrEnum):
    """Global shortcuts, and those in a message's menu."""

    START_ROUND = "start_round"
    KEEP_EVIDENCE = "keep_evidence"


class Action(StrEnum):
    """What can be pressed or chosen."""

    START = "start"
    CHOOSE_LEVEL = "choose_level"
    OPEN_ANSWER = "open_answer"
    GO_TO = "go_to"
    BACK = "back"
    SKIP = "skip"
    CONTENTS = "contents"
    STOP = "stop"
    REVIEW = "review"
    CHECK_AND_SUBMIT = "check_and_submit"
    WITHDRAW = "withdraw"
    SAVE_AND_CLOSE = "save_and_close"
    ANSWER_NOW = "answer_now"
    SNOOZE = "snooze"
    HAND_ON = "hand_on"
    ADD_MORE = "add_more"
    ITEM = "item"
    REWORD = "reword"
    MOVE_EVIDENCE = "move_evidence"
    REMOVE_EVIDENCE = "remove_evidence"
    BEGIN_ROUND = "begin_round"


class Callback(StrEnum):
    """Modals that can be submitted."""

    ANSWER = "answer"
    REVIEW = "submit_assessment"
    QUOTE = "agree_to_quote"
    HAND_ON = "hand_on_form"
    KEEP_EVIDENCE = "keep_evidence_form"
    MOVE_EVIDENCE = "move_evidence_form"
    START_ROUND = "start_round_form"


class Field(StrEnum):
    """Fields of modals: the id of the block and, within it, of its element."""

    JUDGEMENT = "judgement"
    EVIDENCE = "evidence"
    COMMENT = "comment"
    LEANING = "leaning"
    REASON = "reason"
    REVISIT = "revisit"
    OWN_NOTE = "own_note"
    LINK = "link"
    REUSE = "reuse"
    QUOTE = "quote"
    CONFIDENCE = "confidence"
    COLLEAGUE = "colleague"
    SUBDOMAIN = "subdomain"
    PARTNERSHIP = "partnership"
    FRAMEWORK = "framework"
    SCOPES = "scopes"
    LABEL = "label"
    DEADLINE = "deadline"
    DEADLINE_TIME = "deadline_time"
    MEETING = "meeting"
    MEETING_TIME = "meeting_time"
    SUMMARY = "summary"
    SUMMARY_TIME = "summary_time"
