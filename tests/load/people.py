"""What people do: forms sent by signed HTTP, and sent once more, as people do, when Slack shows an error."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock
from typing import Any

from bot.carried import Draft, Place, packed_judgement
from bot.clock import seconds_running
from bot.names import Callback, Field
from flows.assessment import AssessmentId
from flows.judgement import Judgement
from flows.people import UserId
from flows.proposal import RoundForm
from sandbox.deliveries import Deliveries

Json = dict[str, Any]
TRIES = 60
PAUSE = 0.5
"""Seconds until somebody tries again."""
NUMBERS = count(1)
Kept = Callable[[Json], bool]
"""Whether an acknowledgement says that it is kept."""


@dataclass(eq=False)
class People:
    """All of them, and what they went through."""

    deliveries: Deliveries
    team: str
    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    given_up: int = 0
    _lock: Lock = field(default_factory=Lock)

    def starts(self, user: UserId, form: RoundForm) -> bool:
        """Launch a round; whoever is told that one is open already has launched it before."""
        view = _view(Callback.LAUNCH_ROUND, Draft(form=form).packed(), {})
        return self._send(user, view, lambda said: said.get("response_action") in {"update", "push"})

    def answers(self, user: UserId, where: AssessmentId, subdomain: str, level: int, note: str) -> bool:
        """Save a form and go on to the next; with a note of one's own beside the judgement."""
        told: Json = {
            Field.JUDGEMENT: {"selected_option": {"value": packed_judgement(Judgement.of(level))}},
            Field.EVIDENCE: {"value": note},
            Field.OWN_NOTE: {"selected_options": [{"value": "own"}]},
        }
        view = _view(Callback.ANSWER, Place(assessment=where, subdomain=subdomain).packed(), told)
        return self._send(user, view, lambda said: said.get("response_action") == "update")

    def submits(self, user: UserId, where: AssessmentId) -> bool:
        """Submit the whole."""
        view = _view(Callback.REVIEW, Place(assessment=where).packed(), {})
        return self._send(user, view, lambda said: said.get("response_action") == "update")

    def _send(self, user: UserId, view: Json, kept: Kept) -> bool:
        """Send it, and again while Slack shows an error; whether it was acknowledged as kept."""
        for _ in range(TRIES):
            begun = seconds_running()
            team = {"id": self.team, "domain": "vales"}
            body = {"type": "view_submission", "team": team, "user": {"id": user}, "view": view, "trigger_id": "1.1.1"}
            answer = self.deliveries.ask("interactive", body)
            if not answer.silence and kept(answer.payload or {}):
                with self._lock:
                    self.seconds.append(seconds_running() - begun)
                return True
            with self._lock:
                self.errors[answer.reason or "told to try again"] += 1
            Event().wait(PAUSE)
        with self._lock:
            self.given_up += 1
        return False


def _view(name: Callback, carried: str, told: Json) -> Json:
    number = next(NUMBERS)
    return {
        "id": f"V{number}",
        "hash": f"{number}.1",
        "type": "modal",
        "callback_id": name,
        "private_metadata": carried,
        "blocks": [{"type": "input", "block_id": f"{one} x", "element": {"action_id": one}} for one in told],
        "state": {"values": {f"{one} x": {one: held} for one, held in told.items()}},
    }
