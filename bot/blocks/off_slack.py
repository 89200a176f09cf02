"""Words and buttons around workbooks for those who answer outside Slack. They never repeat what a workbook says."""

from bot.blocks import nudge
from bot.blocks.parts import Block, actions, button, option, section, select
from bot.carried import OnOrganisation
from bot.mrkdwn import bold, escape
from bot.names import Action
from flows import calendar
from flows.assessment import Walk
from flows.off_slack import Faulty, TakenIn, is_off_slack
from flows.people import Partnership
from flows.round import Round, Stage

MOST_TOLD = 20
"""Faults that one message tells; the others show when these are mended."""
SEND_BACK = "When it comes back filled in, drop it here, and I read it."
REMEMBER = "Please delete the file from this chat now, because it holds answers."


def way(place: Partnership, running: Round) -> list[Block]:
    """The lead's way to workbooks: a button, or a list when several organisations are outside Slack; or nothing."""
    outside = [one for one in place.partners if is_off_slack(one)] if running.stage is Stage.OPEN else []
    carried = [(one.name, OnOrganisation(round=running.id, partner=one.id).packed()) for one in outside]
    if not carried:
        return []
    if len(carried) == 1:
        return [actions(button(f"Workbook for {carried[0][0]}", Action.WORKBOOK, carried[0][1]))]
    choices = select("Workbook for…", [option(*one) for one in carried])
    return [actions(choices | {"action_id": Action.WORKBOOK})]


def on_its_way(walk: Walk) -> str:
    """What is said where the button is, while the workbook goes to the chat."""
    return f"The workbook for {bold(walk.partner.name)} is on its way to your messages with this app."


def for_others(walk: Walk) -> str:
    """The words beside an empty workbook for an organisation outside Slack."""
    contact = f" ({escape(walk.partner.contact)})" if walk.partner.contact else ""
    by = calendar.in_words(walk.round.deadline, walk.partnership.zone)
    return (
        f"The workbook for {bold(walk.partner.name)}. Please pass it on to them{contact}; answers are due by {by}. "
        f"{SEND_BACK} You will not be shown their answers here, and please do not read them in the file."
    )


def for_oneself(walk: Walk) -> str:
    """The words beside the workbook of one's own organisation."""
    by = calendar.in_words(walk.round.deadline, walk.partnership.zone)
    return (
        f"The workbook of {bold(walk.partner.name)}, with what you have answered so far. {SEND_BACK} "
        f"Answers are due by {by}. Whoever sees this file can read your answers, so keep it to your organisation."
    )


def taken_in(taken: TakenIn) -> tuple[str, list[Block]]:
    """What is said when a workbook was read, and the way on; to a lead who carried it, only how many there were."""
    name, count = bold(taken.walk.partner.name), taken.answers
    answers = "1 answer" if count == 1 else f"{count} answers"
    if taken.carried:
        state = (
            "Their view is submitted."
            if taken.submitted
            else "Their view is *not submitted yet*: ask them to choose “yes” on the last line of the workbook, and "
            "drop it here again."
        )
        words = f"{answers} from {name} were taken in; ask them to check that this is all. {state} {REMEMBER}"
        return words, [section(words)]
    if taken.submitted:
        words = f"{answers} of {name} were taken in. Your organisation's view is submitted. {REMEMBER}"
        return words, [section(words)]
    words = f"{answers} of {name} were taken in. *They are not submitted yet*: one press more. {REMEMBER}"
    return words, [section(words), nudge.check(taken.walk)]


def faults(found: Faulty) -> str:
    """Every cell that needs another look; never what it says."""
    lines = [f"• {escape(one.at)}: {escape(one.problem)}." for one in found.faults[:MOST_TOLD]]
    more = len(found.faults) - MOST_TOLD
    lines += [f"• and {more} more, which I tell you then."] if more > 0 else []
    ask = "Please send them this list, and drop the mended workbook here" if found.carried else "Please mend this"
    rest = ":" if found.carried else ", and drop it here again:"
    return "\n".join([f"Nothing of this workbook was taken in yet. {ask}{rest}", *lines, REMEMBER])
