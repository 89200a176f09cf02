"""Who takes part as a list: taken in from a form or from a file dropped in the chat, and sent as one."""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import addresses, partnership_form, partnership_list, payloads, sheets, workbook_parts
from bot.blocks import setup as blocks
from bot.blocks.parts import Block, notice
from bot.carried import Forged, OnList, OnPartnership
from bot.desk import Desk, settling, walking
from bot.files import Dropped, Files, UnfetchedFile, dropped
from bot.letter import Enclosure
from bot.names import Action, Callback
from bot.payloads import Body
from bot.screens import Screens
from bot.sheets import Sheet, UnreadableSheet
from flows.people import Caller, Partnership
from flows.refusal import Refusal
from frameworks.catalog import Faulty

log = structlog.get_logger()
ENDINGS = (".xlsx", ".csv")
UNREACHED = "Slack does not tell who these people are at the moment. Please try again in a minute."
SENT = "I am sending you the list in a direct message. You can change it and add from it again."
HERE = "Who takes part, as a list. You can change it and drop it here again: what is new in it is added."


@dataclass(frozen=True, slots=True)
class Outcome:
    """The partnership after a list was read, and what came of it, in words."""

    place: Partnership
    done: str = ""
    wrong: str = ""

    def overview(self) -> Block:
        """For the window that the list was put into."""
        return blocks.overview(self.place, may_change=True, done=self.done, wrong=self.wrong)

    def words(self) -> str:
        """For the chat that the list was dropped in."""
        return blocks.of_dropped_list(self.place, self.done, self.wrong)


class Lists:
    """Takes lists in for leads, and makes them."""

    def __init__(self, desk: Desk, screens: Screens, client: WebClient, wake: Callable[[], None]) -> None:
        self._desk, self._screens, self._client, self._wake = desk, screens, client, wake
        self._files = Files(client)

    def brought(self, body: Body, items: payloads.Items) -> payloads.Items:
        """Take in the lists that a lead dropped; what else came is evidence."""
        left = {one.ref for one in items}
        came = [one for one in dropped(body["event"]) if one.id in left and one.name.casefold().endswith(ENDINGS)]
        led = settling.led(self._desk, payloads.caller(body)) if came else ()
        ours = {one.id for one in came if led and self._offered(body, one, led)}
        return tuple(one for one in items if one.ref not in ours)

    def _offered(self, body: Body, file: Dropped, led: tuple[Partnership, ...]) -> bool:
        """Whether this was a list, which is then taken in; where several partnerships can be meant, they are asked."""
        try:
            if not partnership_list.is_one(self._files.fetch(file, workbook_parts.LARGEST_FILE), file.name):
                return False
        except (UnfetchedFile, UnreadableSheet):
            return False
        channel = body["event"]["channel"]
        if walking.is_new(self._desk, f"{payloads.delivery(body)} {file.id}"):
            if len(led) > 1:
                self._screens.say(channel, *blocks.for_which(led, file.id))
            else:
                self.answer(channel, payloads.caller(body), led[0], file)
        return True

    def answer(self, channel: str, caller: Caller, place: Partnership, file: Dropped) -> None:
        """Take a list in, and say in the chat what came of it."""
        self._screens.say_worked_out(channel, lambda: self.take_in(caller, place, file).words())

    def dropped_by(self, caller: Caller, file_id: str) -> Dropped:
        """A file that this person dropped before."""
        told = self._client.files_info(file=file_id)["file"]
        if told.get("user") != caller.user:
            raise Forged("This file is not yours. Please drop the list here yourself.")
        return dropped({"files": [told]})[0]

    def take_in(self, caller: Caller, place: Partnership, file: Dropped) -> Outcome:
        """Read a list and add everybody in it, or say why not."""
        try:
            listed = partnership_list.read(self._files.fetch(file, workbook_parts.LARGEST_FILE), file.name)
            found = addresses.found(self._client, listed.people)
            before, after = settling.take_in(self._desk, caller, place.id, listed, found.get)
        except Faulty as no:
            return Outcome(place, wrong=blocks.faults(f"Line {one.line}: {one.message}" for one in no.faults))
        except Refusal as no:
            return Outcome(place, wrong=no.reason)
        except (SlackApiError, OSError) as fault:
            log.warning("people not looked up", error=type(fault).__name__)
            return Outcome(place, wrong=UNREACHED)
        self._wake()
        self._screens.home_again(caller)
        return Outcome(after, done=blocks.taken_in(before, after))

    def made(self, place: Partnership) -> Enclosure:
        """Who takes part, as a list to be taken in again."""
        people = [*place.leads, *place.observers, *(user for one in place.partners for user in one.contributors)]
        rows = list(partnership_list.rows(place, addresses.of(self._client, people)))
        content = sheets.write([Sheet("Partnership", rows, partnership_list.WIDTHS)], self._desk.clock(), place.name)
        return Enclosure("partnership.xlsx", place.name, content)


def register(app: App, desk: Desk, screens: Screens, lists: Lists) -> None:
    """Listen to leads who work with lists."""

    @app.view(Callback.TAKE_IN_LIST)
    def take_in(ack: Ack, body: Body) -> None:
        """Looking everybody up may take longer than Slack waits, so the screen below says how it went."""
        caller, view = payloads.caller(body), body["view"]
        held = OnPartnership.unpacked(view["private_metadata"])
        file, place = partnership_form.a_list(view), settling.to_change(desk, caller, held.partnership)
        screens.replace_first(view["root_view_id"], blocks.reading(place))
        ack()
        screens.work_out(view["root_view_id"], lambda: lists.take_in(caller, place, file).overview())

    @app.action(Action.TAKE_IN_DROPPED)
    def take_in_dropped(ack: Ack, body: Body) -> None:
        caller, meant = payloads.caller(body), OnList.unpacked(payloads.pressed(body))
        place = settling.to_change(desk, caller, meant.partnership)
        lists.answer(body["channel"]["id"], caller, place, lists.dropped_by(caller, meant.file))
        ack()

    @app.action(Action.SEND_LIST)
    def send(ack: Ack, body: Body) -> None:
        caller = payloads.caller(body)
        place = settling.to_change(desk, caller, OnPartnership.unpacked(payloads.pressed(body)).partnership)
        screens.send(caller, HERE, lambda: [lists.made(place)])
        screens.push(body["trigger_id"], notice("On its way", SENT))
        ack()
