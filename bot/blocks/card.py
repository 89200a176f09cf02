"""The living card: one message in the direct message, drawn from the state of the walk and never patched."""

from itertools import groupby

from bot.blocks import framework, promises
from bot.blocks.parts import Block, actions, button, confirmed, context, group, header, option, section
from bot.carried import Place
from bot.limits import LIMITS, split
from bot.mrkdwn import bold, escape, person
from bot.names import Action
from flows import progress, reminders
from flows.assessment import Screen, Walk
from flows.calendar import in_words
from flows.progress import Progress
from flows.round import GRACE, Label, Stage
from frameworks.schema import SubDomain

AGAIN = {Label.BASELINE: "a new baseline", Label.RE_RUN: "the re-run", Label.YEAR_END: "the year-end round"}
"""What a round is to those who had one before."""


def draw(walk: Walk) -> tuple[str, list[Block]]:
    """The card's text for notifications, and its blocks."""
    match walk.round.stage:
        case Stage.CLOSED:
            return _closed(walk)
        case Stage.CANCELLED:
            return _cancelled(walk)
    match walk.screen:
        case Screen.INVITATION:
            return invitation(walk)
        case Screen.CONTENTS:
            return _contents(walk)
        case Screen.STOPPED:
            return _stopped(walk)
        case Screen.SNOOZED:
            return _snoozed(walk)
        case Screen.REVIEW:
            return _review(walk)
        case Screen.RECEIPT:
            return _receipt(walk)
        case _:
            return _subdomain(walk)


def invitation(walk: Walk) -> tuple[str, list[Block]]:
    """From a named lead: why, how long, by when, who sees what."""
    place, title = escape(walk.partnership.name), bold(walk.edition.title)
    so_far = progress.of(walk)
    deadline = in_words(walk.round.deadline, walk.partnership.zone)
    text = f"{place}: your organisation's view is asked for by {deadline}"
    return text, [
        header(f"How far along is {walk.partnership.name}?"),
        section(
            f"{person(walk.round.launched_by)} asks for the view of {bold(walk.partner.name)} on how mature your "
            f"{escape(walk.partnership.neighbourhood)} working is, with this framework: {title}."
        ),
        *_again(walk),
        section(
            f"*What it takes:* {so_far.total} sub-domains, about {so_far.minutes_in_all} minutes in all, in as many "
            f"sittings as you like. Every answer is kept as you give it.\n"
            f"*By when:* {deadline}.\n"
            f"*What for:* a common view of where you are and what to do first, at the meeting on "
            f"{in_words(walk.round.meeting_at, walk.partnership.zone)}."
        ),
        actions(
            _button(walk, "Start", Action.START, style_primary=True),
            _button(walk, "Remind me tomorrow", Action.SNOOZE),
            _button(walk, "Pass to a colleague", Action.HAND_ON),
        ),
        context(promises.privacy(walk)),
    ]


def _again(walk: Walk) -> list[Block]:
    """That there was a round before, and when its outcome shows; what it was, nobody reads before they choose."""
    if walk.round.previous is None:
        return []
    before = f"Your partnership has done this before: this is *{AGAIN[walk.round.label]}*."
    return [section(f"{before} What was agreed then shows once you have chosen a level.")]


def _subdomain(walk: Walk) -> tuple[str, list[Block]]:
    here = walk.here
    number = walk.round.subdomains.index(here.id) + 1
    title = f"{number} of {len(walk.round.subdomains)} - {here.name}"
    return title, [
        header(title),
        *framework.about(walk.edition, here),
        context(_bar(walk)),
        *together(walk),
        *_levels(walk, here),
        *_kept(walk, here),
        _ways(walk, here),
    ]


def _kept(walk: Walk, here: SubDomain) -> list[Block]:
    """Whether there is an answer; never what it says, nor what it lacks, which would tell."""
    return [context(":white_check_mark: Your answer is kept. Choose again to change it.")] if walk.kept(here) else []


def _levels(walk: Walk, here: SubDomain) -> list[Block]:
    if not here.assessable:
        return [section(framework.NOT_ASSESSABLE)]
    drawn = []
    known = walk.answer(here.id)
    seen = known.revision if known else 0
    for number, name in enumerate(walk.edition.levels, start=1):
        value = Place(assessment=walk.assessment.id, subdomain=here.id, level=number, seen=seen).packed()
        drawn += framework.level(name, here.descriptors[name], button(f"Choose {name}", Action.CHOOSE_LEVEL, value))
    return drawn


def _ways(walk: Walk, here: SubDomain) -> Block:
    """Where one can go from here."""
    words = "Something else…" if here.assessable else "Comment…"
    words = "Edit answer…" if walk.answer(here.id) else words
    first = walk.round.subdomains[0] == here.id
    return actions(
        _button(walk, words, Action.OPEN_ANSWER, here.id),
        *([] if first else [_button(walk, "Back", Action.BACK, here.id)]),
        _button(walk, "Next" if walk.kept(here) else "Skip for now", Action.SKIP, here.id),
        _button(walk, "All sub-domains", Action.CONTENTS),
        _button(walk, "Save and stop", Action.STOP),
    )


def _contents(walk: Walk) -> tuple[str, list[Block]]:
    return "All sub-domains", [
        header("All sub-domains"),
        context(_bar(walk)),
        *together(walk),
        *_states(walk),
        actions(_go_to(walk), _to_review(walk)),
    ]


def _stopped(walk: Walk) -> tuple[str, list[Block]]:
    words = "Everything is kept. Come back whenever it suits you."
    return words, [
        header("See you later"),
        section(words),
        context(_bar(walk)),
        *together(walk),
        actions(
            _button(walk, "Continue", Action.START, style_primary=True),
            _button(walk, "All sub-domains", Action.CONTENTS),
            _to_review(walk),
            _button(walk, "Pass to a colleague", Action.HAND_ON),
        ),
    ]


def _snoozed(walk: Walk) -> tuple[str, list[Block]]:
    zone = walk.partnership.zone
    asked_at = walk.sitting.pressed_at or walk.round.launched_at
    words = f"You will be reminded on {in_words(reminders.tomorrow(asked_at, zone), zone)}."
    return words, [
        header("See you then"),
        section(f"{words} Nothing is lost, and you can begin whenever it suits you."),
        context(_bar(walk)),
        *together(walk),
        actions(
            _button(walk, "Start now", Action.START, style_primary=True),
            _button(walk, "Pass to a colleague", Action.HAND_ON),
        ),
    ]


def _review(walk: Walk) -> tuple[str, list[Block]]:
    missing = progress.of(walk).left
    if walk.assessment.submitted:
        words = "Your view is already submitted. What you change counts at once, until the round closes."
    elif missing:
        words = f"{missing} still without a judgement. You can go on, or submit without them."
    else:
        words = "Every sub-domain has a judgement. Check your answers and submit them."
    check = "Check your answers" if walk.assessment.submitted else "Check and submit"
    go_on = [_button(walk, "Continue", Action.START, style_primary=True)] if missing else []
    return words, [
        header("Review"),
        section(words),
        context(_bar(walk)),
        *together(walk),
        *_states(walk),
        actions(
            *go_on,
            _button(walk, check, Action.CHECK_AND_SUBMIT, style_primary=not missing),
            _button(walk, "Our answers", Action.MY_ANSWERS),
            _go_to(walk),
            _button(walk, "Save and stop", Action.STOP),
        ),
    ]


def _receipt(walk: Walk) -> tuple[str, list[Block]]:
    zone = walk.partnership.zone
    withdraw = confirmed(
        _button(walk, "Withdraw", Action.WITHDRAW),
        "Withdraw your view?",
        "Your answers are kept, but they will not count unless you submit again before the deadline.",
        "Withdraw",
    )
    words = f"The view of {escape(walk.partner.name)} is in."
    return words, [
        header("Submitted. Thank you."),
        section(
            f"{words}\n*Until {in_words(walk.round.deadline, zone)}* you can still change answers or withdraw; "
            f"there are {GRACE.seconds // 60} minutes of grace after that."
        ),
        section(promises.seen_by_others(walk)),
        *together(walk),
        context(promises.privacy(walk)),
        actions(
            _button(walk, "Our answers", Action.MY_ANSWERS),
            _button(walk, "Change an answer", Action.CONTENTS),
            withdraw,
        ),
    ]


def bar(so_far: Progress) -> str:
    """Progress as a bar."""
    full = round(10 * so_far.answered / so_far.total) if so_far.total else 10
    return f"{'▰' * full}{'▱' * (10 - full)}"


def _closed(walk: Walk) -> tuple[str, list[Block]]:
    zone = walk.partnership.zone
    if walk.assessment.submitted:
        first = f"The view of {escape(walk.partner.name)} was submitted and counts."
    else:
        first = (
            f"{escape(walk.partner.name)} had not submitted, so its answers do not count. "
            "Bring your view to the meeting."
        )
    ways = [
        *([_button(walk, "Our answers", Action.MY_ANSWERS)] if walk.readable else []),
        *([_withdraw_summary(walk)] if walk.assessment.submitted and not walk.withdrawn else []),
    ]
    return "This round is closed.", [
        header("This round is closed"),
        section(f"{first}\n{promises.summary_in_words(walk)}\n*Meeting:* {in_words(walk.round.meeting_at, zone)}."),
        context(promises.kept_after(walk)),
        *([actions(*ways)] if ways else []),
    ]


def _withdraw_summary(walk: Walk) -> Block:
    """After the close nobody can tell whose part is whose: so the whole summary goes, and that is said before."""
    return confirmed(
        _button(walk, "Take our view out", Action.WITHDRAW_SUMMARY),
        "Take your view out?",
        "Nobody can tell any more which part of the summary is yours, so all of it is withdrawn, for everybody, with "
        "the quotes and the evidence. The channel is told that an organisation asked for this, not which one.",
        "Withdraw the summary",
    )


def _cancelled(walk: Walk) -> tuple[str, list[Block]]:
    words = promises.cancelled_in_words(walk)
    return words, [header(f"{walk.partnership.name}: cancelled"), section(words)]


def together(walk: Walk) -> list[Block]:
    """Who else answers for the organisation; its own people see that, and nobody else."""
    names = ", ".join(f"<@{one}>" for one in walk.colleagues)
    return [context(f"Also answering for {bold(walk.partner.name)}: {names}")] if names else []


def _bar(walk: Walk) -> str:
    """Progress as a bar and in words."""
    so_far = progress.of(walk)
    rest = f"about {so_far.minutes_left} minutes left" if so_far.left else "nothing left"
    deadline = in_words(walk.round.deadline, walk.partnership.zone)
    return f"{bar(so_far)}  {so_far.answered} of {so_far.total} answered · {rest} · by {deadline}"


def _states(walk: Walk) -> list[Block]:
    """Every sub-domain with its state, by domain."""
    drawn = []
    for domain, subdomains in groupby(walk.subdomains, key=lambda one: one.domain):
        marks = [f"{_mark(walk, one)}  {escape(one.name)}" for one in subdomains]
        pieces = split([f"{bold(walk.edition.domain(domain).name)}", *marks], LIMITS["section.text.max"])
        drawn += [section(piece) for piece in pieces]
    return drawn


def _mark(walk: Walk, subdomain: SubDomain) -> str:
    if walk.kept(subdomain):
        return ":white_check_mark:"
    return ":white_circle:" if subdomain.assessable else ":speech_balloon:"


def _to_review(walk: Walk) -> Block:
    return _button(walk, "Review" if walk.assessment.submitted else "Review and submit", Action.REVIEW)


def _go_to(walk: Walk) -> Block:
    """A select that leads to any sub-domain."""
    groups = [
        group(walk.edition.domain(domain).name, [_choice(walk, one) for one in subdomains])
        for domain, subdomains in groupby(walk.subdomains, key=lambda one: one.domain)
    ]
    return {
        "type": "static_select",
        "action_id": Action.GO_TO,
        "placeholder": {"type": "plain_text", "text": "Go to…"},
        "option_groups": groups,
    }


def _choice(walk: Walk, subdomain: SubDomain) -> Block:
    return option(subdomain.name, Place(assessment=walk.assessment.id, subdomain=subdomain.id).packed())


def _button(walk: Walk, text: str, action: Action, subdomain: str = "", *, style_primary: bool = False) -> Block:
    value = Place(assessment=walk.assessment.id, subdomain=subdomain).packed()
    return button(text, action, value, "primary" if style_primary else None)
