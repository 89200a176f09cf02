"""Lets the other partners answer by themselves, through the same screens and buttons as everybody."""

from collections.abc import Iterable, Iterator, Sequence
from random import Random

from sandbox.person import Person
from sandbox.server import Sandbox

EVIDENCE = (
    "Minutes of the steering group in June.",
    "Our workforce return and the joint plan.",
    "The shared dashboard, reviewed each month.",
    "Feedback from the neighbourhood team leads.",
    "The pilot's evaluation, section 3.",
)
COMMENTS = (
    "It works well in two neighbourhoods and hardly at all in the others.",
    "We agree on the direction; the detail is still to be written down.",
    "This depends on people who know each other. It would not survive a change of post.",
    "Good progress this year.",
)


def waiting(sandbox: Sandbox, organisations: Iterable[Sequence[str]]) -> Iterator[Person]:
    """One contributor of each organisation that was invited and where nobody has begun."""
    for contributors in organisations:
        people = [Person(sandbox, user).opens_dm() for user in contributors]
        if all(person.can_press("Start") for person in people):
            yield people[0]


def answer(person: Person, random: Random) -> None:
    """Answer every sub-domain in turn, with evidence more often than not, and submit."""
    person.presses("Start").sees("1 of ").presses("Something else…")
    while person.modal_title != "Review and submit":
        title = person.modal_title
        choices = person.choices("Your organisation's judgement")
        if choices:
            person.picks("Your organisation's judgement", _view(choices, title or "", random))
        if random.random() < 0.7:
            person.types("Evidence", random.choice(EVIDENCE))
        if random.random() < 0.3:
            person.types("Comment", random.choice(COMMENTS))
        person.submits()
    person.submits().sees_modal("Submitted").closes()


def _view(choices: list[str], title: str, random: Random) -> str:
    """One organisation's view: near to what most think of this sub-domain, or in one of two camps about it."""
    levels = [choice for choice in choices if " " not in choice]
    if random.random() < 0.05:
        return "Cannot assess"
    subject = Random(title)
    most, split = subject.randrange(len(levels)), subject.random() < 0.3
    if split:
        most = random.choice((0, len(levels) - 1))
    moved = most + random.choice((0, 0, 0, 0, 1, -1))
    return levels[min(max(moved, 0), len(levels) - 1)]
