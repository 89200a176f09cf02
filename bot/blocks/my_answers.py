"""An organisation's own answers, to be read: a window, because messages can be exported. Nothing is changed here."""

from itertools import groupby

from bot.blocks import evidence
from bot.blocks.answer import CONFIDENCE, before
from bot.blocks.parts import Block, actions, button, context, header, modal, notice, section
from bot.blocks.promises import NOT_KEPT
from bot.blocks.review import line, no_judgement
from bot.carried import Place
from bot.mrkdwn import bold, person, said
from bot.names import Action
from flows.assessment import Answer, Walk
from flows.calendar import in_words as when
from flows.judgement import in_words
from frameworks.schema import SubDomain

TITLE = "Our answers"


def draw(walk: Walk) -> Block:
    """Every sub-domain with what was judged, and a way to read the rest; or why that is over."""
    if not walk.readable:
        return notice(TITLE, f":lock: {NOT_KEPT}")
    return modal(TITLE, [header(f"The view of {walk.partner.name}"), *_rows(walk)], metadata=_place(walk))


def _rows(walk: Walk) -> list[Block]:
    drawn = []
    for domain, subdomains in groupby(walk.subdomains, key=lambda one: one.domain):
        drawn.append(section(bold(walk.edition.domain(domain).name)))
        drawn += [section(line(walk, one), _way(walk, one)) for one in subdomains]
    return drawn


def _way(walk: Walk, subdomain: SubDomain) -> Block | None:
    answer = walk.answer(subdomain.id)
    if answer is None or answer.empty:
        return None
    return button("Read", Action.READ_ANSWER, _place(walk, subdomain.id))


def _place(walk: Walk, subdomain: str = "") -> str:
    return Place(assessment=walk.assessment.id, subdomain=subdomain).packed()


def whole(walk: Walk, subdomain: str) -> Block:
    """One answer with every word of it; all of them, when there is none."""
    answer = walk.answer(subdomain)
    if not walk.readable or answer is None:
        return draw(walk)
    about = walk.edition.subdomain(subdomain)
    return modal(
        TITLE,
        [
            header(about.name),
            *_judged(walk, about, answer),
            *_evidence(answer),
            *_comment(answer),
            context(f"Last changed by {person(answer.by)}, {when(answer.at, walk.partnership.zone)}."),
            actions(button("Back to all answers", Action.MY_ANSWERS, _place(walk))),
        ],
        metadata=_place(walk, subdomain),
    )


def _judged(walk: Walk, subdomain: SubDomain, answer: Answer) -> list[Block]:
    if not subdomain.assessable:
        return [section("_not rated_")]
    words = in_words(answer.judgement, walk.edition.levels) if answer.judgement else no_judgement(walk)
    sure = f" · {CONFIDENCE[answer.confidence]}" if answer.confidence else ""
    because = [said(text) for text in (answer.reason, answer.revisit) if text and answer.needs]
    last_time = before(walk, subdomain.id) if answer.judgement else ""
    return [section(f"{bold(words)}{sure}"), *because, *([context(last_time)] if last_time else [])]


def _evidence(answer: Answer) -> list[Block]:
    if not answer.evidenced:
        return [context("No evidence")]
    mark = evidence.OWN_NOTE if answer.own_note else evidence.SHARED
    text = [context(f"Evidence · {mark}"), said(answer.evidence)] if answer.evidence else []
    return [*text, *evidence.read(answer.items)]


def _comment(answer: Answer) -> list[Block]:
    if not answer.comment:
        return []
    quoting = "may be quoted without a name" if answer.consent else "is not quoted"
    return [context(f"Comment · {quoting}"), said(answer.comment)]
