"""What invented partners think: agreed on most things, in two camps or far apart on some; always so for one seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

DECK = ("agreed",) * 6 + ("camps",) * 2 + ("spread",) * 2 + ("outlier",) * 2 + ("unsure",)
"""How often partners agree and disagree, over thirteen sub-domains."""

CANNOT_ASSESS = "Cannot assess"
NOT_RELEVANT = ("Not relevant here", "Not yet relevant")

EVIDENCE: Mapping[str, tuple[str, ...]] = {
    "risk": ("The joint risk register, reviewed in May.", "Minutes of the shared risk huddle, weekly since April."),
    "accountab": ("Terms of reference signed by all nine partners.", "The decision log of the partnership board."),
    "leader": ("The leadership compact, and its review in June.", "Notes of the monthly leaders' meeting."),
    "workforce": ("The joint workforce plan, chapter 2.", "Eleven posts are shared with the federation."),
    "staff": ("Staff survey: 61 % know whom to call.", "The passport for honorary contracts."),
    "train": ("The shared learning programme: four sessions a year.", "Attendance lists of the spring workshops."),
    "data": ("The data sharing agreement, signed in March.", "The shared dashboard, reviewed each month."),
    "segment": ("The cohort list: 2,140 people, refreshed monthly.", "Risk scores from the linked data set."),
    "digital": ("Four of six practices use the shared care record.", "The digital roadmap, page 7."),
    "pathway": ("Process maps of falls and frailty, agreed in February.", "The discharge pathway, version 3."),
    "variation": ("The variation pack: outpatient referrals differ threefold.", "The equality impact review of 2025."),
    "neighbourhood": ("Two of four teams meet weekly.", "The evaluation of the north pilot, section 3."),
    "urgent": ("The same-day hub: 84 % seen in two hours.", "Call volumes of the urgent response team."),
    "estate": ("The estates list with three shared sites.", "The lease of the Mill Lane hub."),
    "voice": ("Seats on the board: one for each organisation.", "The voluntary sector's feedback in May."),
    "design": ("Notes of the co-design workshops with residents.", "What residents said, and what was changed."),
    "communicat": ("The joint newsletter and its reach.", "The engagement plan, agreed in January."),
    "resource": ("The pooled budget: 1.2 million pounds.", "The schedule to the joint fund."),
    "": (
        "Minutes of the steering group in June.",
        "The partnership's annual report, page 12.",
        "Feedback from the neighbourhood team leads.",
        "The mid-year review with the integrated care board.",
    ),
}
"""What might be offered as evidence, by a part of a sub-domain's name."""

COMMENTS: Mapping[str, tuple[str, ...]] = {
    "agreed": ("Good progress this year.", "We agree on the direction; the detail is still to be written down."),
    "camps": (
        "It works well in two neighbourhoods and hardly at all in the others.",
        "From where we stand nothing has changed since last year.",
        "The agreement exists, and our teams use it daily.",
    ),
    "spread": ("Much depends on which practice you ask.", "We read this level differently from our partners."),
    "outlier": ("This depends on people who know each other. It would not survive a change of post.",),
    "unsure": ("We are not part of this work yet.", "Nobody here could say."),
}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: the sub-domain, its place among all, and the judgements offered, lowest level first."""

    subject: str
    number: int
    total: int
    choices: Sequence[str]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One partner's answer; no judgement where none can be given. A level may lean to the next one up."""

    judgement: str
    leaning: bool
    evidence: str
    comment: str


def opinion(seed: str, question: Question, who: int, asked: int) -> Opinion:
    """What partner number `who` of all `asked` thinks."""
    pattern = _deck(seed, question.total)[question.number - 1]
    judgement = _judgement(seed, question, pattern, who, asked)
    own = Random(f"{seed}/{question.subject}/{who}")
    placed = judgement not in ("", CANNOT_ASSESS, *NOT_RELEVANT)
    evidence = own.choice(_evidence(question.subject)) if placed and own.random() < 0.85 else ""
    said = "unsure" if judgement == CANNOT_ASSESS else "agreed" if pattern == "unsure" else pattern
    comment = own.choice(COMMENTS[said]) if own.random() < 0.35 else ""
    leaning = pattern != "agreed" and judgement in _levels(question.choices)[:-1] and own.random() < 0.15
    return Opinion(judgement, leaning, evidence, comment)


def _deck(seed: str, total: int) -> list[str]:
    """A pattern for each sub-domain, shuffled thirteen at a time so that no list lacks disagreement."""
    dealt: list[str] = []
    for hand in range(-(-total // len(DECK))):
        cards = list(DECK)
        Random(f"{seed}/deck/{hand}").shuffle(cards)
        dealt += cards
    return dealt[:total]


def _judgement(seed: str, question: Question, pattern: str, who: int, asked: int) -> str:
    levels = _levels(question.choices)
    if not levels:
        return ""
    subject = Random(f"{seed}/{question.subject}")
    places = list(range(asked))
    subject.shuffle(places)
    place = places[who % asked]
    disputed = pattern == "agreed" and subject.random() < 0.3
    dismissed = [choice for choice in NOT_RELEVANT if choice in question.choices]
    if disputed and dismissed and place < max(1, asked // 4):
        return dismissed[place % len(dismissed)]
    if pattern == "unsure" and place < max(3, asked // 3):
        return CANNOT_ASSESS
    level = _level(pattern, place, asked, len(levels), subject)
    below = Random(f"{seed}/{question.subject}/{who}/below").random() < 0.1
    not_yet = f"Not yet at {levels[0]}"
    return not_yet if level == 0 and below and not_yet in question.choices else levels[level]


def _level(pattern: str, place: int, asked: int, levels: int, subject: Random) -> int:
    """Where the partner at this place among all stands, in this pattern of agreement; 0 is the lowest."""
    middle, low = subject.randrange(levels), subject.randrange(max(1, levels - 2))
    match pattern:
        case "camps":
            return min(low + 2 * (place * 2 >= asked), levels - 1)
        case "spread":
            return place * levels // asked
        case "outlier" if place == 0:
            return 0 if middle > 1 else levels - 1
        case "agreed" if place == asked - 1:
            return middle + 1 if middle < levels - 1 else middle - 1
        case _:
            return middle


def _levels(choices: Sequence[str]) -> list[str]:
    others = (CANNOT_ASSESS, *NOT_RELEVANT)
    return [c for c in choices if c not in others and not c.startswith("Not yet at ") and ", leaning to " not in c]


def _evidence(subject: str) -> tuple[str, ...]:
    """Texts that fit the sub-domain's name, else such as fit anything."""
    fitting = [texts for part, texts in EVIDENCE.items() if part and part in subject.lower()]
    return fitting[0] if fitting else EVIDENCE[""]
