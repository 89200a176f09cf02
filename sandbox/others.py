"""Lets the other partners answer by themselves, through the same screens and buttons as everybody."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from threading import Lock

from sandbox.opinions import Opinion, Question, opinion
from sandbox.person import Person
from sandbox.refused import RefusedError
from sandbox.server import Extra, Sandbox

JUDGEMENT = "Your organisation's judgement"
LEANING = "Between two levels?"
REASONS = {
    "Why can you not assess this?": "None of our teams works on this yet.",
    "When should this be looked at again?": "Next year, when the new contract has begun.",
}
"""What is asked only after some judgements."""

PATIENCE = 4  # pages for each sub-domain
SOON = 2.0  # seconds
NOBODY = "Nobody is waiting to begin. Start a round first, as Priya Nair, with /maturity start."


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that was asked, and who may answer for it."""

    name: str
    contributors: Sequence[str]


class Others:
    """Everybody else in the partnership: who has not begun can be let go, one at a time or all of them."""

    def __init__(
        self, sandbox: Callable[[], Sandbox], asked: Callable[[], Sequence[Partner]], seed: str = "larkmere"
    ) -> None:
        self._sandbox, self._asked, self._seed = sandbox, asked, seed
        self._at_work = Lock()
        self._progress = ""

    def extras(self) -> tuple[Extra, ...]:
        """Their buttons for the page's toolbar. While they answer, one shows how far they are."""
        return (
            Extra("others-answer", self._progress or "Let the other partners answer", self.all),
            Extra("other-answers", "Let one partner answer", self.one),
        )

    def all(self) -> str:
        """Everybody who waits answers; a sentence says how it went."""
        return self._let(len(self._asked()))

    def one(self) -> str:
        """The first who waits answers."""
        return self._let(1)

    def _let(self, number: int) -> str:
        if not self._at_work.acquire(blocking=False):
            return "The partners are answering already."
        try:
            return self._answers(number)
        except (AssertionError, RefusedError) as broken:
            return f"The partners were interrupted. {str(broken).splitlines()[0]}"
        finally:
            self._says("")
            self._at_work.release()

    def _answers(self, number: int) -> str:
        """Invitations may still be on their way, so who waits is looked at anew each time."""
        done: list[Partner] = []
        while len(done) < number and (waiting := self._soon_waiting()):
            place, partner, person = waiting[0]
            self._says(f"{len(done)} of {min(number, len(done) + len(waiting))} have answered…")
            answer(person, partial(opinion, self._seed, who=place, asked=len(self._asked())))
            done.append(partner)
        if len(done) == 1:
            return f"{done[0].name} has answered and submitted."
        return f"{len(done)} partners have answered and submitted." if done else NOBODY

    def _soon_waiting(self) -> list[tuple[int, Partner, Person]]:
        """Who waits now, or within two seconds."""
        workspace = self._sandbox().workspace
        until = workspace.seconds() + SOON
        while True:
            seen = workspace.version
            waiting = list(self._waiting())
            left = until - workspace.seconds()
            if waiting or left <= 0:
                return waiting
            workspace.wait(seen, left)

    def _says(self, progress: str) -> None:
        self._progress = progress
        self._sandbox().workspace.touch()

    def _waiting(self) -> Iterator[tuple[int, Partner, Person]]:
        """Each organisation that was invited and where nobody has begun, with one of its contributors."""
        for place, partner in enumerate(self._asked()):
            people = [Person(self._sandbox(), user).opens_dm() for user in partner.contributors]
            if people and all(person.can_press("Start") for person in people):
                yield place, partner, people[0]


def answer(person: Person, thinks: Callable[[Question], Opinion]) -> None:
    """Answer every sub-domain in turn, then submit."""
    person.presses("Start").sees("1 of ").presses("Something else…").sees("=== 1 of ")
    pages = 0
    while person.modal_title != "Check and submit":
        question = _question(person)
        _fill_in(person, thinks(question))
        person.submits()
        pages += 1
        if pages > PATIENCE * question.total:
            raise AssertionError(f"{person.user.real_name} does not get past {question.subject}.")
    person.submits().sees_modal("Submitted").closes()


def _question(person: Person) -> Question:
    """What the open page asks: its title says which of how many, its first line which sub-domain."""
    numbers = re.findall(r"\d+", person.modal_title or "")
    if len(numbers) != 2:
        raise AssertionError(
            f"{person.user.real_name} meets a page that asks for something else: {person.modal_title}."
        )
    return Question(person.screen.splitlines()[1], int(numbers[0]), int(numbers[1]), person.choices(JUDGEMENT))


def _fill_in(person: Person, opinion: Opinion) -> None:
    if opinion.judgement:
        person.picks(JUDGEMENT, opinion.judgement)
    if opinion.leaning:
        for words in person.choices(LEANING)[:1]:
            person.ticks(LEANING, words)
    written = {"Evidence": opinion.evidence, "Comment": opinion.comment}
    for label, text in {**written, **REASONS}.items():
        if text and f"\n{label}" in person.screen:
            person.types(label, text)
