"""The modals at the end of the walk: all answers before they are submitted, and the last pages."""

from itertools import groupby

from bot.blocks.parts import Block, actions, button, context, header, modal, section
from bot.blocks.parts import notice as told
from bot.carried import Place
from bot.mrkdwn import bold, escape
from bot.names import Action, Callback
from flows import progress
from flows.assessment import Answer, Walk
from flows.judgement import in_words
from frameworks.schema import SubDomain


def review(walk: Walk) -> Block:
    """All answers of the organisation before they are submitted; a modal, because messages can be exported."""
    so_far = progress.of(walk)
    left = f"{so_far.left} of {so_far.total} have no judgement and will count as not answered."
    submitted = walk.assessment.submitted
    return modal(
        "Check your answers" if submitted else "Check and submit",
        [
            header(f"The view of {walk.partner.name}"),
            *([context(f":warning: {left}")] if so_far.left else []),
            *_answers(walk),
            context("You can change or withdraw your view until the round closes."),
        ],
        callback=Callback.REVIEW,
        submit="" if submitted else "Submit our view",
        close="Close" if submitted else "Not yet",
        metadata=Place(assessment=walk.assessment.id).packed(),
        tells_of_closing=True,
    )


def _answers(walk: Walk) -> list[Block]:
    drawn = []
    for domain, subdomains in groupby(walk.subdomains, key=lambda one: one.domain):
        drawn.append(section(bold(walk.edition.domain(domain).name)))
        drawn += [_row(walk, one) for one in subdomains]
    return drawn


def _row(walk: Walk, subdomain: SubDomain) -> Block:
    value = Place(assessment=walk.assessment.id, subdomain=subdomain.id).packed()
    return section(line(walk, subdomain), button("Edit", Action.OPEN_ANSWER, value))


def line(walk: Walk, subdomain: SubDomain) -> str:
    """A sub-domain with its judgement, and what goes with it."""
    answer = walk.answer(subdomain.id)
    if answer and answer.judgement:
        said = bold(in_words(answer.judgement, walk.edition.levels))
    else:
        said = f"_{no_judgement(walk)}_" if subdomain.assessable else "_not rated_"
    return f"{escape(subdomain.name)}: {said}" + (_extras(answer) if answer else "")


def no_judgement(walk: Walk) -> str:
    """What stands where nothing was judged; once the view is in, nobody is waiting for it."""
    return "no judgement" if walk.assessment.submitted else "no judgement yet"


def _extras(answer: Answer) -> str:
    missing = {"reason": "_please say why_", "revisit": "_please say when to look again_"}
    extras = [word for word, there in (("evidence", answer.evidenced), ("comment", answer.comment)) if there]
    words = [f"with {' and '.join(extras)}"] if extras else []
    words += ["may be quoted"] if answer.consent else []
    words += [missing[answer.asks]] if answer.asks else []
    return "".join(f" · {one}" for one in words)


def submitted(walk: Walk) -> Block:
    """The last page after submitting."""
    return told(
        "Submitted",
        f":white_check_mark: The view of {bold(walk.partner.name)} is in. Thank you.",
        "You can close this window. Your card in the messages tells what others will see; "
        "there you can also change or withdraw.",
    )


def saved(walk: Walk) -> Block:
    """The last page after saving for now: Slack has no call that closes a modal, so its one button is called Done."""
    so_far = progress.of(walk)
    rest = f"{so_far.answered} of {so_far.total} answered. You can go on whenever it suits you."
    value = Place(assessment=walk.assessment.id).packed()
    more = [actions(button("Go on answering", Action.ANSWER_NOW, value))] if so_far.left else []
    words = section(f":white_check_mark: Everything is kept. {rest}")
    return modal("Saved", [words, *more], close="Done", metadata=value)
