"""The form from which a lead takes a round's documents: its checklist first, then what to make."""

from collections.abc import Mapping
from types import MappingProxyType

from bot.blocks.parts import Block, button, context, field, modal, notice, option, section
from bot.carried import OnRound
from bot.limits import LIMITS, split
from bot.mrkdwn import bold, escape
from bot.names import Action, Callback, Field
from flows.checklist import Check
from flows.export import Choice, Document, Export
from flows.round import RoundId

DOCUMENTS: Mapping[Document, tuple[str, str]] = MappingProxyType(
    {
        Document.RETURN_DOCX: ("Return (Word)", "In the framework's own layout, ready to send"),
        Document.BOARD_PAPER: ("Board paper (Word)", "What was agreed, where views differed, actions and funding"),
        Document.RETURN_XLSX: ("Return (Excel)", "The same return as a workbook"),
        Document.MODERATED_CSV: ("What was agreed (CSV)", "A line for each sub-domain"),
        Document.ARCHIVE: ("Archive of the round (ZIP)", "All of these and the summary, with a list of checksums"),
    }
)
USUAL = (Document.RETURN_DOCX, Document.BOARD_PAPER)
ONLY_AGREED = (
    "Documents hold what the meeting agreed and what the summary showed, and nothing else: "
    "no organisation's own answer is in any of them."
)


def way(round_id: RoundId) -> Block:
    """The button that opens the form."""
    return button("Return and papers", Action.EXPORT, OnRound(round=round_id).packed())


def form(export: Export) -> Block:
    """The checklist of a round, and what can be made."""
    running = export.dossier.round
    place = export.dossier.partnership
    title = f"{bold(place.name)}: {running.label}, {escape(export.dossier.edition.title)}"
    goes = [context(f"The return goes to {escape(place.region_contact)}.")] if place.region_contact else []
    return modal(
        "Return and papers",
        [
            *([_rounds(export)] if len(export.choices) > 1 else []),
            section(f"{title}\n{_standing(export)}"),
            *map(section, split(_points(export), LIMITS["section.text.max"])),
            _documents(),
            *goes,
            context(f":lock: {ONLY_AGREED}"),
        ],
        callback=Callback.EXPORT,
        submit="Make drafts" if export.left else "Make them",
        close="Cancel",
        metadata=OnRound(round=running.id).packed(),
    )


def _standing(export: Export) -> str:
    if not export.left:
        return ":white_check_mark: Everything on the checklist is settled."
    points = "1 point is" if export.left == 1 else f"{export.left} points are"
    how = "Reopen the board to settle them" if export.dossier.moderation.agreed_at else "Settle them on the board"
    return (
        f":memo: *{points} still to do.* {how}; until then every page says DRAFT, "
        "so that nothing unfinished is sent by mistake."
    )


def _points(export: Export) -> list[str]:
    """What is to do first."""
    return [_point(one) for one in sorted(export.checks, key=lambda one: not one.red)]


def _point(check: Check) -> str:
    sign = ":red_circle: To do: " if check.red else ":white_check_mark: "
    return f"{sign}{bold(f'{check.name}:')} {escape(check.words)}"


def _rounds(export: Export) -> Block:
    here = export.dossier
    mine = Choice(here.partnership, here.round, here.edition.short_title)
    known = {one.round.id: _choice(one) for one in export.choices}
    chosen = known.setdefault(mine.round.id, _choice(mine))
    element: Block = {"type": "static_select", "options": list(known.values()), "initial_option": chosen}
    return field(Field.ROUND, "Round", element, dispatch=True)


def _choice(one: Choice) -> Block:
    closed = f"{one.round.label}, {one.round.deadline:%B %Y}: {one.partnership.name}"
    return option(closed, OnRound(round=one.round.id).packed(), one.framework)


def _documents() -> Block:
    options = {one: option(name, one.value, about) for one, (name, about) in DOCUMENTS.items()}
    element: Block = {
        "type": "checkboxes",
        "options": list(options.values()),
        "initial_options": [options[one] for one in USUAL],
    }
    return field(Field.DOCUMENTS, "What to make", element)


def on_their_way(count: int, *, draft: bool) -> Block:
    """The page after the form."""
    files = "The file is" if count == 1 else f"The {count} files are"
    then = " Every page says DRAFT." if draft else ""
    return notice("On the way", f":outbox_tray: {files} on the way to you, as a message.{then}")
