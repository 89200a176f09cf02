from threading import Event

from sandbox.page.errands import Errands


def test_an_errand_runs_once_at_a_time_and_says_at_its_end_what_was_done() -> None:
    go, ended, runs = Event(), Event(), []
    heard: list[tuple[str, str]] = []

    def hear(person: str, words: str) -> None:
        heard.append((person, words))
        ended.set()

    def run() -> str:
        runs.append("run")
        go.wait(5)
        return "Done."

    errands = Errands(hear)
    for _ in range(3):
        errands.begin("sweep", run, "U0ADA")
    assert errands.under_way("sweep")
    go.set()
    assert ended.wait(5)
    assert (runs, heard, errands.under_way("sweep")) == (["run"], [("U0ADA", "Done.")], False)
