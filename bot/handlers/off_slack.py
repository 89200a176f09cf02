"""Workbooks in the chat: handed out to leads and contributors, and read when they come back."""

from slack_bolt import Ack, App

from bot import answer_file, payloads, workbook_parts
from bot.answer_file import Filled
from bot.blocks import off_slack as blocks
from bot.carried import OnOrganisation
from bot.desk import Desk, off_slack, walking
from bot.desk.off_slack import Bound
from bot.files import Dropped, Files, UnfetchedFile, dropped
from bot.letter import Enclosure
from bot.names import Action
from bot.payloads import Body
from bot.screens import Screens
from bot.sheets import UnreadableSheet
from flows.assessment import AssessmentId
from flows.off_slack import Faulty
from flows.people import Caller


class Workbooks:
    """Hands workbooks out, and reads those that are dropped."""

    def __init__(self, desk: Desk, screens: Screens, files: Files) -> None:
        self._desk, self._screens, self._files = desk, screens, files

    def give_own(self, caller: Caller, assessment: AssessmentId | None = None) -> str:
        """Send somebody the workbook of their own organisation; what to say meanwhile."""
        bound = off_slack.own(self._desk, caller, assessment)
        self._send(caller, bound, blocks.for_oneself(bound.walk))
        return blocks.on_its_way(bound.walk)

    def give(self, caller: Caller, wanted: OnOrganisation) -> str:
        """Send a lead the workbook for an organisation outside Slack; what to say meanwhile."""
        bound = off_slack.for_organisation(self._desk, caller, wanted.round, wanted.partner)
        self._send(caller, bound, blocks.for_others(bound.walk))
        return blocks.on_its_way(bound.walk)

    def _send(self, caller: Caller, bound: Bound, words: str) -> None:
        from bot.reports import answer_workbook  # noqa: PLC0415 - who draws no workbook does without openpyxl

        content = answer_workbook.draw(bound.walk, bound.marker, bound.seal, bound.walk.round.launched_at)
        name = answer_file.name(bound.walk)
        self._screens.send(caller, words, lambda: [Enclosure(name, name.removesuffix(".xlsx"), content)])

    def brought(self, body: Body) -> payloads.Items:
        """Read the workbooks of ours that came with a message; what else came is evidence."""
        came = [one for one in dropped(body["event"]) if one.name.casefold().endswith(".xlsx")]
        ours = {one.id for one in came if self._read(body, one)}
        return tuple(one for one in payloads.files(body["event"]) if one.ref not in ours)

    def _read(self, body: Body, file: Dropped) -> bool:
        """Whether this was a workbook of ours."""
        filled = self._filled(file)
        if filled is None:
            return False
        caller, key = payloads.caller(body), f"{payloads.delivery(body)} {file.id}"
        channel = body["event"]["channel"]
        try:
            taken = off_slack.take_in(self._desk, caller, (filled.marker, filled.seal), filled.entries, key)
        except Faulty as found:
            if walking.is_new(self._desk, key):
                self._screens.say(channel, blocks.faults(found))
            return True
        if taken:
            self._screens.follow(taken.walk.assessment.id)
            self._screens.say(channel, *blocks.taken_in(taken))
        return True

    def _filled(self, file: Dropped) -> Filled | None:
        """What a workbook of ours holds; a file that cannot be opened is evidence like any other, unless it is ours."""
        try:
            return answer_file.read(self._files.fetch(file, workbook_parts.LARGEST_FILE), file.name)
        except (UnfetchedFile, UnreadableSheet):
            if answer_file.named_by_us(file.name):
                raise
            return None


def register(app: App, workbooks: Workbooks, screens: Screens) -> None:
    """Listen to those who ask for a workbook: leads for others, contributors for themselves."""

    @app.action(Action.WORKBOOK)
    def give(ack: Ack, body: Body) -> None:
        caller, wanted = payloads.caller(body), OnOrganisation.unpacked(payloads.pressed(body))
        said = workbooks.give(caller, wanted)
        screens.tell(caller, body["trigger_id"], [said], on_top=payloads.modal(body) is not None)
        ack()

    @app.action(Action.OWN_WORKBOOK)
    def give_own(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        said = workbooks.give_own(caller, payloads.place(body).assessment)
        screens.tell(caller, body["trigger_id"], [said], on_top=payloads.modal(body) is not None)
        ack()
