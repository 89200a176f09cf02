"""A whole round of each framework, every screen of the walk looked at, and all that went over the wire recorded."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread

from frameworks.schema import Edition
from sandbox.person import Person
from sandbox.things import Exchange
from sandbox.trial import Trial
from sandbox.workspace import Workspace

MONDAY_TEN = datetime(2026, 6, 1, 9, tzinfo=UTC)
CHANNEL = "larkmere-neighbourhoods"
JUDGEMENT = "Your organisation's judgement"


def recorded(folders: Sequence[Path], editions: Sequence[Edition]) -> list[dict[int, Exchange]]:
    """The traffic of a round of each of these, all at once, for they mostly wait; each exchange by its number."""
    trials = [Trial(folder, start=MONDAY_TEN) for folder in folders]
    with ExitStack() as open_trials, ThreadPoolExecutor() as hands:
        for trial in trials:
            open_trials.enter_context(trial.open())
        return list(hands.map(_played, trials, editions, range(len(trials))))


def _played(trial: Trial, edition: Edition, others: int) -> dict[int, Exchange]:
    """One round; when no others answer, there is too little for a summary."""
    with recording(trial.sandbox.workspace) as kept:
        lead, partner = Person(trial.sandbox, "U01PRIYA"), Person(trial.sandbox, "U05MEGAN")
        _begins(lead, edition)
        _looks_around(partner)
        _answers(partner, edition.levels[0])
        _goes_back(partner, edition.levels[1])
        if others:
            trial.sandbox.extras()[0].run()
        _ends(trial, lead, partner)
    return kept


@contextmanager
def recording(workspace: Workspace) -> Iterator[dict[int, Exchange]]:
    """Everything from now on: the workspace itself keeps only the latest."""
    kept: dict[int, Exchange] = {}
    done = Event()

    def take() -> None:
        seen = -1
        while not done.is_set():
            kept.update((one.n, one) for one in workspace.traffic(max(kept, default=0)))
            seen = workspace.wait(seen, 0.1)

    watching = Thread(target=take, name="recording")
    watching.start()
    try:
        yield kept
    finally:
        done.set()
        watching.join()
        kept.update((one.n, one) for one in workspace.traffic(max(kept, default=0)))


def _begins(lead: Person, edition: Edition) -> None:
    """The lead asks for help, then starts a round by command, at first with a deadline that is over."""
    lead.opens_home().presses("Start a round").sees_modal("Start a round").closes()
    lead.opens_channel(CHANNEL).runs("/maturity help").runs("/maturity status").runs("/maturity start")
    lead.sees_modal("Start a round").picks("Framework", edition.title).sees(edition.scopes[0].name)
    lead.submits().sees("Step 2 of 3").presses("Back").sees("Step 1 of 3").submits().sees("Step 2 of 3")
    lead.sets_date("Deadline for answers", "2026-05-01").submits().sets_date("Deadline for answers", "2026-06-15")
    lead.submits().sees("Step 3 of 3").presses("Preview as a partner sees it").sees_modal("As a partner sees it")
    lead.closes().presses("Check again").submits().sees_modal("The round has started").closes()
    lead.sees("A maturity round has started")


def _looks_around(partner: Person) -> None:
    """Every screen of the card, before anything is answered; and what is not for partners."""
    partner.opens_channel(CHANNEL).runs("/maturity status").runs("/maturity start").sees("Only the lead")
    partner.opens_home().sees("Answer now")
    partner.opens_dm().says("What is this?")
    partner.presses("Start").presses("Skip for now").presses("Back").presses("All sub-domains")
    partner.presses("Review and submit").presses("Save and stop").presses("Continue")


def _answers(partner: Person, level: str) -> None:
    """Every sub-domain in turn, in the modal."""
    partner.presses("Something else…").sees("=== 1 of ")
    while partner.modal_title != "Check and submit":
        if partner.choices(JUDGEMENT):
            partner.picks(JUDGEMENT, level).types("Comment", "It works.")
        partner.types("Evidence", "The plan of March.").submits()
        assert not partner.errors, partner.screen
    partner.submits().sees_modal("Submitted").closes().sees("Submitted. Thank you.")


def _goes_back(partner: Person, level: str) -> None:
    """Withdrawn, a file dropped, another level chosen from the card, and submitted again."""
    partner.presses("Withdraw").drops("minutes.txt", b"Agreed.")
    partner.sees("Go to…").picks("Go to…", partner.choices("Go to…")[0])
    partner.presses(f"Choose {level}").types("Evidence", "The plan of May.").presses("Save for now")
    partner.sees_modal("Saved").closes().presses("All sub-domains").presses("Review and submit")
    partner.presses("Check and submit").sees_modal("Check and submit").submits().sees_modal("Submitted").closes()


def _ends(trial: Trial, lead: Person, partner: Person) -> None:
    """The deadline and the summary."""
    trial.clock.move_by(timedelta(days=60))
    lead.opens_channel(CHANNEL).sees("Where our views differ")
    partner.opens_home().opens_dm().says("Is it over?")
    lead.opens_home()
    trial.sandbox.deliveries.settle()
