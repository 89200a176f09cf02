"""The modals of the walk: one answer, the review of all answers, and the last page."""

from itertools import groupby

from bot.blocks import framework
from bot.blocks.parts import (
    Block,
    actions,
    button,
    context,
    divider,
    field,
    group,
    header,
    long_text,
    modal,
    option,
    section,
)
from bot.blocks.parts import notice as told
from bot.carried import Place, packed_judgement
from bot.limits import LIMITS, split
from bot.mrkdwn import bold, escape
from bot.names import Action, Callback, Field
from flows import progress
from flows.assessment import Screen, Walk, offered
from flows.judgement import Judgement, Kind, in_words
from frameworks.schema import SubDomain


def page(walk: Walk) -> Block:
    """The page that comes next in the modal: another sub-domain, or the review when none is open."""
    return review(walk) if walk.sitting.screen is Screen.REVIEW else form(walk)


def form(walk: Walk) -> Block:
    """The answer form for the sub-domain where this walk stands: the statements again, judgement, evidence, comment."""
    here = walk.here
    known = walk.answer(here.id)
    number = walk.round.subdomains.index(here.id) + 1
    return modal(
        f"{number} of {len(walk.round.subdomains)}",
        [
            header(here.name),
            *framework.about(walk.edition, here),
            *_descriptors(walk, here),
            *([_judgement(walk, here, known.judgement if known else None)] if here.assessable else []),
            _evidence(here, known.evidence if known else ""),
            _comment(here, known.comment if known else ""),
            actions(button("Save and close", Action.SAVE_AND_CLOSE, _place(walk, here))),
        ],
        callback=Callback.ANSWER,
        submit="Save and next",
        metadata=_place(walk, here),
    )


def _place(walk: Walk, subdomain: SubDomain) -> str:
    return Place(assessment=walk.assessment.id, subdomain=subdomain.id).packed()


def _descriptors(walk: Walk, here: SubDomain) -> list[Block]:
    if not here.assessable:
        return [section(framework.NOT_ASSESSABLE)]
    drawn = [block for name in walk.edition.levels for block in framework.level(name, here.descriptors[name])]
    return [*drawn, divider()]


def _judgement(walk: Walk, here: SubDomain, known: Judgement | None) -> Block:
    """Every judgement that is offered; nothing is chosen beforehand."""
    choices = offered(walk.edition, here)
    levels = [one for one in choices if one.kind is Kind.LEVEL]
    others = [one for one in choices if one.kind is not Kind.LEVEL]
    element: Block = {
        "type": "static_select",
        "placeholder": {"type": "plain_text", "text": "Choose what fits best"},
        "option_groups": [
            group("Levels", [_option(walk, one) for one in levels]),
            group("Something else", [_option(walk, one) for one in others]),
        ],
    }
    if known in choices and known is not None:
        element["initial_option"] = _option(walk, known)
    hint = "Best fit: a judgement, not a sum of statements."
    return field(Field.JUDGEMENT, "Your organisation's judgement", element, about=here.id, hint=hint)


def _option(walk: Walk, judgement: Judgement) -> Block:
    return option(in_words(judgement, walk.edition.levels), packed_judgement(judgement))


def _evidence(here: SubDomain, known: str) -> Block:
    return field(
        Field.EVIDENCE,
        "Evidence",
        long_text(known, "What shows this? A document, a figure, an example, a link."),
        about=here.id,
        hint="No patient details, please.",
        optional=True,
    )


def _comment(here: SubDomain, known: str) -> Block:
    box = long_text(known, "Anything that would help the discussion.")
    return field(Field.COMMENT, "Comment", box, about=here.id, optional=True)


def review(walk: Walk) -> Block:
    """All answers of the organisation before they are submitted; a modal, because messages can be exported."""
    so_far = progress.of(walk)
    missing = (
        f"{so_far.left} of {so_far.total} have no judgement and will count as not answered." if so_far.left else ""
    )
    submitted = walk.assessment.submitted
    return modal(
        "Review and submit",
        [
            header(f"The view of {walk.partner.name}"),
            *([context(f":warning: {missing}")] if missing else []),
            *_answers(walk),
            context("You can change or withdraw your view until the deadline."),
        ],
        callback=Callback.REVIEW,
        submit="" if submitted else "Submit our view",
        close="Close" if submitted else "Not yet",
        metadata=Place(assessment=walk.assessment.id).packed(),
    )


def _answers(walk: Walk) -> list[Block]:
    drawn = []
    for domain, subdomains in groupby(walk.subdomains, key=lambda one: one.domain):
        lines = [f"{bold(walk.edition.domain(domain).name)}", *(_line(walk, one) for one in subdomains)]
        drawn += [section(piece) for piece in split(lines, LIMITS["section.text.max"])]
    return drawn


def _line(walk: Walk, subdomain: SubDomain) -> str:
    answer = walk.answer(subdomain.id)
    if answer and answer.judgement:
        said = f"{bold(in_words(answer.judgement, walk.edition.levels))}"
    else:
        said = "_no judgement yet_" if subdomain.assessable else "_not rated_"
    extras = [
        word
        for word, text in (("evidence", answer and answer.evidence), ("comment", answer and answer.comment))
        if text
    ]
    return f"• {escape(subdomain.name)}: {said}" + (f" · with {' and '.join(extras)}" if extras else "")


def submitted(walk: Walk) -> Block:
    """The last page after submitting."""
    return told(
        "Submitted",
        f":white_check_mark: The view of {bold(walk.partner.name)} is in. Thank you.",
        "You can close this window. Your card in the messages tells what others will see; "
        "there you can also change or withdraw.",
    )


def saved() -> Block:
    """The last page after saving: Slack has no call that closes a modal."""
    return told("Saved", ":white_check_mark: Saved. You can close this window and go on whenever you like.")
