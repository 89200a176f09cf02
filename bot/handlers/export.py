"""A round's documents: the form with its checklist, and the files in the lead's own messages."""

from slack_bolt import Ack, App

from bot import payloads
from bot.blocks import export as blocks
from bot.blocks.parts import Block
from bot.carried import Forged, OnRound
from bot.desk import Desk, exporting
from bot.letter import Enclosure
from bot.members import Members
from bot.mrkdwn import escape
from bot.names import Action, Callback, Field
from bot.payloads import Body
from bot.screens import Screens
from flows import checklist
from flows.dossier import Dossier
from flows.export import Document
from flows.people import Caller, ChannelId

SENT = "Here are the documents you asked for. They hold what was agreed and what the summary showed, and nothing else."


def form(desk: Desk, caller: Caller, channel: ChannelId | None = None) -> Block:
    """What `/maturity export` opens: the newest closed round, that of this channel first."""
    newest = exporting.choices(desk, caller, channel)[0]
    return blocks.form(exporting.look(desk, caller, newest.round.id, channel))


def register(app: App, desk: Desk, screens: Screens, members: Members) -> None:
    """Listen to leads who take documents out."""

    @app.action(Action.EXPORT)
    def offer(ack: Ack, body: Body) -> None:
        where = OnRound.unpacked(payloads.pressed(body))
        view = blocks.form(exporting.look(desk, payloads.caller(body), where.round))
        if payloads.modal(body):
            screens.push(body["trigger_id"], view)
        else:
            screens.open(body["trigger_id"], view)
        ack()

    @app.action(Field.ROUND)
    def another_round(ack: Ack, body: Body) -> None:
        where = OnRound.unpacked(payloads.pressed(body))
        view = blocks.form(exporting.look(desk, payloads.caller(body), where.round))
        screens.replace_first(body["view"]["id"], view)
        ack()

    @app.view(Callback.EXPORT)
    def make(ack: Ack, body: Body) -> None:
        caller, wanted = payloads.caller(body), chosen(body["view"])
        dossier = exporting.take(desk, caller, payloads.held_round(body).round, wanted)
        screens.send(caller, sent(dossier), lambda: _made(_named(dossier, members), wanted))
        ack(response_action="update", view=blocks.on_their_way(len(wanted), draft=checklist.is_draft(dossier)))


def sent(dossier: Dossier) -> str:
    """The words beside the documents, with where the return goes."""
    contact = dossier.partnership.region_contact
    return f"{SENT} The return goes to {escape(contact)}." if contact else SENT


def chosen(view: Body) -> frozenset[Document]:
    """The documents that were ticked; what the form does not offer is refused."""
    ticked = payloads.value_of(view, Field.DOCUMENTS, "selected_options") or []
    try:
        return frozenset(Document(one["value"]) for one in ticked)
    except ValueError:
        raise Forged("Choose from the documents offered.", Field.DOCUMENTS) from None


def _made(dossier: Dossier, wanted: frozenset[Document]) -> tuple[Enclosure, ...]:
    from bot.reports import documents  # noqa: PLC0415 - who takes nothing out does without openpyxl and python-docx

    return documents.make(dossier, wanted)


def _named(dossier: Dossier, members: Members) -> Dossier:
    """With the names of those owners who are known by their Slack account only."""
    return dossier.with_names(members.called(one.owner for one, _ in dossier.actions() if one.owner))
