"""The contract with Slack's own types: every payload that goes over the wire, either way, is one they would accept."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from pathlib import Path

import pytest

from bot.clock import system_clock
from bot.limits import Fault, message_faults, view_faults
from frameworks import catalog
from sandbox.place import Manifest, read
from sandbox.workspace import Workspace
from tests.contract import gallery, kinds, right, rounds, shapes, spoiling, typescript, wrong
from tests.contract.conftest import GARDEN
from tests.contract.packages import HERE
from tests.contract.typescript import Payload

Complaints = Mapping[str, Sequence[str]]
Compiler = Callable[[Sequence[Payload]], Complaints]


@pytest.fixture(scope="session")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> list[Payload]:
    """A round of each framework, one payload of each shape."""
    editions = catalog.shipped()
    traffics = rounds.recorded([tmp_path_factory.mktemp(edition.id) for edition in editions], editions)
    found = [kinds.of_round(edition.id, traffic) for edition, traffic in zip(editions, traffics, strict=True)]
    return list(shapes.distinct(chain.from_iterable(found)))


@pytest.fixture(scope="session")
def shown() -> list[Payload]:
    """What the sandbox sends when somebody tries everything that Slack knows."""
    workspace = Workspace(read(GARDEN).following(Manifest()), system_clock)
    sent = enumerate(gallery.payloads(workspace))
    return list(shapes.distinct(Payload(f"gallery, {n}", kinds.sent_by_slack(body), body) for n, body in sent))


@pytest.fixture(scope="session")
def compiler(node: Path, tmp_path_factory: pytest.TempPathFactory) -> Compiler:
    """Says what is wrong with payloads, by their names."""
    return lambda payloads: typescript.complaints(node, tmp_path_factory.mktemp("typescript"), payloads)


@pytest.fixture(scope="session")
def of_recorded(compiler: Compiler, recorded: list[Payload]) -> Complaints:
    return compiler(recorded)


@pytest.fixture(scope="session")
def of_shown(compiler: Compiler, shown: list[Payload]) -> Complaints:
    return compiler(shown)


@pytest.fixture(scope="session")
def of_cases(compiler: Compiler) -> Complaints:
    every = {**right.RIGHT, **{name: case for name, (case, _) in wrong.WRONG.items()}}
    return compiler([Payload(name, kind, body) for name, (kind, body) in every.items()])


def faults(payload: Payload) -> tuple[Fault, ...]:
    """What `bot.limits` would refuse of it; it looks at nothing but what is shown."""
    if payload.type.startswith("Chat"):
        return message_faults(payload.body)
    view = payload.body.get("view") if payload.type.startswith(("Views", "Answer")) else None
    return view_faults(view) if view else ()


def against(payloads: Sequence[Payload], complaints: Complaints) -> str:
    """What the compiler says against these, to be read."""
    return "\n".join(f"{one.name} as {one.type}: {said}" for one in payloads for said in complaints.get(one.name, ()))


def of_bot(payload: Payload) -> bool:
    return payload.type.startswith(("Chat", "Files", "Views", "Answer", "Respond", "Nothing"))


def test_all_that_a_round_sends_to_slack_has_slacks_types(recorded: list[Payload], of_recorded: Complaints) -> None:
    found = against([one for one in recorded if of_bot(one)], of_recorded)
    assert not found, found


def test_all_that_a_round_hears_from_the_sandbox_has_slacks_types(
    recorded: list[Payload], of_recorded: Complaints
) -> None:
    found = against([one for one in recorded if not of_bot(one)], of_recorded)
    assert not found, found


def test_every_element_pressed_on_every_surface_arrives_in_slacks_types(
    shown: list[Payload], of_shown: Complaints
) -> None:
    found = against(shown, of_shown)
    assert not found, found


def test_all_that_a_round_sends_to_slack_is_within_the_limits(recorded: list[Payload]) -> None:
    assert [(one.name, faults(one)) for one in recorded if faults(one)] == []


def test_a_round_shows_every_kind_of_call_and_acknowledgement(recorded: list[Payload]) -> None:
    wanted = {"ChatPostMessage", "ChatUpdate", "ViewsOpen", "ViewsUpdate", "ViewsPublish"}
    assert {one.type for one in recorded if of_bot(one)} >= wanted | {"AnswerToCommand", "AnswerToSubmission"}


def test_the_gallery_presses_every_element_that_can_be_pressed(shown: list[Payload]) -> None:
    pressed = {part["type"] for one in shown for part in one.body.get("actions", ())}
    assert pressed == set(gallery.ELEMENTS) - {"file_input"}


def test_whatever_is_recorded_would_be_refused_with_one_thing_too_many_in_it(
    compiler: Compiler, recorded: list[Payload], shown: list[Payload]
) -> None:
    spoilt = list(spoiling.spoilt([*recorded, *shown]))
    found = compiler(spoilt)
    assert [one.name for one in spoilt if one.name not in found] == []


def test_the_javascript_bot_is_written_in_slacks_types(node: Path) -> None:
    assert typescript.compiled(node, HERE) == ""


@pytest.mark.parametrize("name", wrong.WRONG)
def test_a_wrong_payload_is_refused_by_the_checks_that_should(name: str, of_cases: Complaints) -> None:
    (kind, body), checks = wrong.WRONG[name]
    found = {"limits": faults(Payload(name, kind, body)), "types": of_cases.get(name)}
    assert {check for check, words in found.items() if words} == checks


@pytest.mark.parametrize("name", right.RIGHT)
def test_a_right_payload_is_refused_by_neither_check(name: str, of_cases: Complaints) -> None:
    kind, body = right.RIGHT[name]
    assert (faults(Payload(name, kind, body)), of_cases.get(name, [])) == ((), [])
