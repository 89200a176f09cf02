"""The answer form: one sub-domain in a modal, and what may have to be settled before the page turns."""

from dataclasses import replace
from typing import Any

from bot.blocks import evidence, framework, quote, review
from bot.blocks.parts import (
    Block,
    actions,
    button,
    context,
    divider,
    field,
    header,
    long_text,
    modal,
    option,
    radio,
    section,
    select,
    short_text,
    tick,
)
from bot.carried import Place, packed_judgement
from bot.limits import LIMITS
from bot.mrkdwn import bold, escape, person, said
from bot.names import Action, Callback, Field
from flows.answer import LONGEST_LINE, Answer, Confidence
from flows.assessment import Clash, Missing, Screen, Walk, offered
from flows.calendar import in_words as when
from flows.judgement import Judgement, in_words
from flows.quotation import Preview
from frameworks.schema import SubDomain

CONFIDENCE = {Confidence.SURE: "Sure", Confidence.FAIRLY: "Fairly sure", Confidence.GUESS: "A guess"}
ASKED = {
    "reason": ("Why can you not assess this?", "No figures, not our part, too early…"),
    "revisit": ("When should this be looked at again?", "Next year, after the move, not known…"),
}


def reply(walk: Walk, kept: str) -> dict[str, Any]:
    """What acknowledges a form saved for a sub-domain: the next page, or what is wrong at its field, nothing lost."""
    match walk.aside:
        case Preview(_, hits) if hits:
            wrong = {Field.COMMENT: quote.faults(walk.aside)}
        case Missing(name):
            wrong = {Field(name): "A few words are needed here; your judgement is kept."}
        case _:
            return {"response_action": "update", "view": page(walk, kept)}
    return {"response_action": "errors", "errors": {f"{one} {walk.here.id}": words for one, words in wrong.items()}}


def page(walk: Walk, kept: str = "", reworded: str = "") -> Block:
    """The page that comes next in the modal: the preview of a quote, another sub-domain, or the review at the end.

    `kept` is the sub-domain whose answer was just kept, `reworded` one whose quote was seen and is to be changed.
    """
    if isinstance(walk.aside, Preview) and not walk.aside.hits:
        return quote.agree(walk, walk.aside)
    return review.review(walk) if walk.sitting.screen is Screen.REVIEW else form(walk, kept, reworded)


def ending(walk: Walk) -> Block:
    """The page after Save for now: the last one, unless something has to be settled."""
    known = walk.answer(walk.here.id)
    return page(walk) if walk.aside or (known and known.asks) else review.saved(walk)


def form_at(walk: Walk, subdomain: str) -> Block:
    """The answer form of a sub-domain, wherever this walk stands."""
    return form(replace(walk, sitting=replace(walk.sitting, screen=Screen.CARD, here=subdomain)))


def form(walk: Walk, kept: str = "", reworded: str = "") -> Block:
    """The answer form for the sub-domain where this walk stands.

    Before there is a judgement the levels come first, to be read; afterwards the fields do, to be filled in. What has
    to be settled stands above all else, because Slack shows the top of a page that has changed. Quoting is ticked for
    those who came back from a quote to change it: a wish, and no consent, which is asked for with the new words.
    """
    here, known = walk.here, walk.answer(walk.here.id)
    mine = walk.aside.mine if isinstance(walk.aside, Clash) else known
    number = walk.round.subdomains.index(here.id) + 1
    wished = isinstance(walk.aside, Preview) or reworded == here.id
    fields = _fields(walk, here, mine or Answer(walk.sitting.contributor, walk.round.launched_at), wished=wished)
    levels = _descriptors(walk, here)
    parts = (fields, levels) if mine and mine.judgement else (levels, fields)
    return modal(
        f"{number} of {len(walk.round.subdomains)}",
        [
            *_turned(walk, kept),
            *_to_settle(walk, known),
            header(here.name),
            *framework.about(walk.edition, here),
            *_last(walk, known),
            *parts[0],
            divider(),
            *parts[1],
        ],
        callback=Callback.ANSWER,
        submit="Save and next",
        metadata=_place(walk, here),
        tells_of_closing=True,
    )


def before(walk: Walk, subdomain: str) -> str:
    """What is known of a sub-domain from the round before, in words; shown only where there is a judgement by now."""
    levels, last = walk.edition.levels, walk.last_time
    agreed = [f"Last round we agreed: {in_words(last.agreed[subdomain], levels)}."] if subdomain in last.agreed else []
    own = [f"Your own answer then: {in_words(last.own[subdomain], levels)}."] if subdomain in last.own else []
    return escape(" ".join([*agreed, *own]))


def _turned(walk: Walk, kept: str) -> list[Block]:
    """About the page before this one, once it was judged: what was kept, and what is known from the round before."""
    answer = walk.answer(kept) if kept != walk.here.id else None
    if not answer or not answer.judgement or not (known := before(walk, kept)):
        return []
    said_now = f"{walk.edition.subdomain(kept).name}: {in_words(answer.judgement, walk.edition.levels)}."
    return [context(f":white_check_mark: Kept. {escape(said_now)} {known}")]


def _place(walk: Walk, subdomain: SubDomain) -> str:
    known = walk.answer(subdomain.id)
    seen = known.revision if known else 0
    return Place(assessment=walk.assessment.id, subdomain=subdomain.id, seen=seen).packed()


def _to_settle(walk: Walk, known: Answer | None) -> list[Block]:
    """What the person has to know first: a colleague's newer answer, a quote that cannot be, words that are missing."""
    match walk.aside:
        case Clash() if known:
            return _theirs(walk, known)
        case Preview(_, hits) if hits:
            return [
                section(":warning: *The answer is kept, but it cannot be quoted like this.*"),
                quote.told(walk.aside),
            ]
    if known and known.asks:
        return [
            section(":warning: *One thing is missing, below your judgement.* One line is enough; the rest is kept.")
        ]
    return []


def _theirs(walk: Walk, known: Answer) -> list[Block]:
    """A colleague's answer in whole, beside one's own in the fields."""
    judgement = in_words(known.judgement, walk.edition.levels) if known.judgement else "no judgement"
    return [
        section(
            f":warning: {person(known.by)} changed this meanwhile, so yours is not kept yet. "
            f"Theirs: {bold(judgement)}\n"
            "Yours is in the fields. *Save* puts it in place of theirs; *Close* leaves theirs."
        ),
        *([context("Their evidence"), said(known.evidence)] if known.evidence else []),
        *([context("Their comment"), said(known.comment)] if known.comment else []),
        divider(),
    ]


def _last(walk: Walk, known: Answer | None) -> list[Block]:
    if not known or not walk.shared or walk.aside or known.asks:
        return []
    return [context(f"Last changed by {person(known.by)}, {when(known.at, walk.partnership.zone)}.")]


def _descriptors(walk: Walk, here: SubDomain) -> list[Block]:
    if not here.assessable:
        return [section(framework.NOT_ASSESSABLE)]
    return [block for name in walk.edition.levels for block in framework.level(name, here.descriptors[name])]


def _fields(walk: Walk, here: SubDomain, known: Answer, *, wished: bool) -> list[Block]:
    return [
        *(_judgement(walk, here, known) if here.assessable else []),
        *_evidence(walk, here, known),
        *_comment(here, known, wished=wished),
        *([_confidence(here, known)] if here.assessable else []),
        *_look_up(walk, known),
        actions(
            button("Save for now", Action.SAVE_FOR_NOW, _place(walk, here)),
            button("Save, add more evidence", Action.ADD_MORE, _place(walk, here)),
        ),
    ]


def _look_up(walk: Walk, known: Answer) -> list[Block]:
    """The same beside the buttons, for those whose Slack stays at the bottom of a page that has changed."""
    match walk.aside:
        case Clash():
            words = "A colleague changed this meanwhile, so yours is not kept yet. Theirs is at the top of this page."
        case Preview():
            words = "The answer is kept, but it cannot be quoted like this. The top of this page says why."
        case _ if known.asks:
            words = f"One thing is missing, below your judgement further up: {ASKED[known.asks][0]}"
        case _:
            return []
    return [context(f":warning: {words}")]


def _judgement(walk: Walk, here: SubDomain, known: Answer) -> list[Block]:
    """Every judgement that is offered; nothing is chosen beforehand. Two presses answer: one here, and Save."""
    choices = [one for one in offered(walk.edition, here) if not one.leaning]
    plain = Judgement(known.judgement.kind, known.judgement.level) if known.judgement else None
    options = [_option(walk, one) for one in choices]
    chosen = next((_option(walk, one) for one in choices if one == plain), None)
    few = len(options) <= LIMITS["radio_buttons.options.max_items"]
    element = radio(options, chosen) if few else select("Choose what fits best", options, chosen)
    hint = "Best fit: a judgement, not a sum of statements."
    leaning = tick("It leans to the next level up", "leaning", ticked=bool(known.judgement and known.judgement.leaning))
    return [
        field(Field.JUDGEMENT, "Your organisation's judgement", element, about=here.id, hint=hint),
        *_asked(here, known),
        *([context(last_time)] if known.judgement and (last_time := before(walk, here.id)) else []),
        field(Field.LEANING, "Between two levels?", leaning, about=here.id, optional=True),
    ]


def _option(walk: Walk, judgement: Judgement) -> Block:
    return option(in_words(judgement, walk.edition.levels), packed_judgement(judgement))


def _asked(here: SubDomain, known: Answer) -> list[Block]:
    """The field that a judgement needs to be complete; it comes with the page after that judgement was saved."""
    name = known.needs
    if name is None:
        return []
    label, placeholder = ASKED[name]
    box = short_text(known.words(name), placeholder, LONGEST_LINE)
    hint = "Needed with this judgement. If you choose another one, leave it empty."
    return [field(name, label, box, about=here.id, hint=hint, optional=True)]


def _evidence(walk: Walk, here: SubDomain, known: Answer) -> list[Block]:
    box = long_text(known.evidence, "What shows this? A document, a figure, an example.")
    hint = f"For the partnership, without your name. {evidence.OFTEN} No patient details, please."
    own = tick(evidence.OWN_NOTE, "own", ticked=known.own_note)
    return [
        field(Field.EVIDENCE, "Evidence", box, about=here.id, hint=hint, optional=True),
        field(Field.OWN_NOTE, "Who may see this text", own, about=here.id, optional=True),
        *evidence.listed(here, known.items),
        evidence.link(here, len(known.items)),
        *evidence.reuse(walk, here),
    ]


def _comment(here: SubDomain, known: Answer, *, wished: bool) -> list[Block]:
    box = long_text(known.comment, "Anything that would help the discussion.")
    words = "May be quoted word for word, without saying who wrote it"
    first = "Before that, you see exactly what would be shown."
    about = f"{here.id} {known.revision}" if known.consent else here.id
    ticked = tick(words, "quote", ticked=wished or bool(known.consent), description=first)
    return [
        field(Field.COMMENT, "Comment", box, about=here.id, hint="No patient details, please.", optional=True),
        field(Field.QUOTE, "Quoting", ticked, about=about, optional=True),
    ]


def _confidence(here: SubDomain, known: Answer) -> Block:
    options = {one: option(words, one) for one, words in CONFIDENCE.items()}
    chosen = options[known.confidence] if known.confidence else None
    element = select("How sure are you?", list(options.values()), chosen)
    return field(Field.CONFIDENCE, "Confidence", element, about=here.id, optional=True)
