"""The last step of the form that starts a round: what to know, who is shown what, and all that will be sent."""

from collections.abc import Sequence

from bot.blocks.lead import TITLE, WHEN, back, organisations, schedule
from bot.blocks.moderation import still_open
from bot.blocks.parts import Block, actions, button, context, field, header, modal, option, radio, section
from bot.carried import Draft
from bot.limits import LIMITS, shorten, split
from bot.mrkdwn import bold, escape
from bot.names import Action, Callback, Field
from flows import calendar
from flows.moderation import Action as Agreed
from flows.people import Partnership
from flows.preflight import Concern, Preflight
from flows.proposal import RoundForm
from flows.round import Mode, Round
from frameworks.schema import Edition

MOST_CONCERNS = 25
"""Concerns that are listed; a partnership with more has to be put right first."""
MODES = {
    Mode.ANONYMOUS: (
        "Anonymous",
        "Nobody outside an organisation is shown what it answered.",
    ),
    Mode.OPEN: (
        "Open",
        "After the close, the partnership sees each organisation and its levels.",
    ),
}
"""What becomes of answers, as the lead is asked: a name, and a line below it."""


def check(  # noqa: PLR0913, PLR0917 - all that is shown before a launch
    form: RoundForm,
    place: Partnership,
    running: Round,
    edition: Edition,
    found: Preflight,
    unfinished: Sequence[Agreed] = (),
) -> Block:
    """The last step. With faults there is no way to launch."""
    blocked = bool(found.faults)
    said = [section(f":no_entry: {_concern(one)}") for one in found.faults[:MOST_CONCERNS]]
    said += [section(f":warning: {_concern(one)}") for one in found.warnings[:MOST_CONCERNS]]
    return modal(
        TITLE,
        [
            context("Step 3 of 3 · *A last check*"),
            section(_in_short(place, running, edition)),
            *(said or [section(":white_check_mark: Everybody can be reached, and the dates are fine.")]),
            *([section("Put this right first, then check again.")] if blocked else [_mode(form)]),
            actions(
                back(WHEN),
                button("Check again", Action.CHECK_AGAIN, place.id),
                button("Preview as a partner sees it", Action.PREVIEW, place.id),
            ),
            header("What will be sent, to whom, and when"),
            *map(section, split([schedule(place, running)], LIMITS["section.text.max"])),
            *still_open(unfinished),
        ],
        callback=Callback.LAUNCH_ROUND,
        submit="" if blocked else "Launch",
        close="Cancel",
        metadata=Draft(form=form).packed(),
    )


def _in_short(place: Partnership, running: Round, edition: Edition) -> str:
    return (
        f"{bold(place.name)} · {escape(running.label)} · {bold(edition.title)}\n"
        f"{len(running.subdomains)} sub-domains, {organisations(place)}, "
        f"answers by {calendar.in_words(running.deadline, place.zone)}"
    )


def _concern(one: Concern) -> str:
    people = " ".join(f"<@{user}>" for user in one.people)
    return shorten(f"{people + ': ' if people else ''}{escape(one.words)}", LIMITS["section.text.max"])


def _mode(form: RoundForm) -> Block:
    options = {mode: option(name, mode, description) for mode, (name, description) in MODES.items()}
    return field(
        Field.MODE,
        "Who is shown what",
        radio(list(options.values()), options[form.mode]),
        hint=(
            "Anonymous is usual, and leads see no more than everybody else. Everybody is told which it is before they "
            "answer, and nobody can change it after the launch."
        ),
    )


def preview(partner: str, blocks: Sequence[Block]) -> Block:
    """What somebody at this organisation would get, with its buttons told and not to be pressed."""
    inert = [one for block in blocks for one in _inert(block)][: LIMITS["view.blocks.max_items"] - 1]
    return modal("As a partner sees it", [context(f"As {escape(partner)} would get it"), *inert], close="Back")


def _inert(block: Block) -> list[Block]:
    """The same block with nothing in it to press."""
    if block["type"] == "actions":
        return [context("   ".join(f"[ {escape(_words(one))} ]" for one in block["elements"]))]
    beside = block.get("accessory")
    shown = [{key: value for key, value in block.items() if key != "accessory"}]
    return [*shown, *([context(f"[ {escape(_words(beside))} ]")] if beside else [])]


def _words(element: Block) -> str:
    said = element.get("text") or element.get("placeholder") or {"text": "…"}
    return str(said["text"])
