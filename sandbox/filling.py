"""Filling in what is on the screen: text, choices, ticks, days and times, by the label a person reads."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any, Self

from sandbox import elements
from sandbox.acting import Reply
from sandbox.drawn import option_words, options
from sandbox.seeing import Seeing, Spot, labels_of_field
from sandbox.things import Json

_PICKED = {key for key in elements.VALUE_KEYS.values() if key.startswith("selected_")} - {
    "selected_date",
    "selected_time",
    "selected_date_time",
}


class Filling(Seeing):
    """Somebody's hands on a form."""

    def types(self, label: str, text: str) -> Self:
        """Type into a text field."""
        return self._sets(label, lambda *_: text or None, {"value"})

    def picks(self, label: str, *choices: str) -> Self:
        """Choose in a select or among radio buttons: by the words of options, or people's and channels' names.

        Where several can be chosen, these are chosen now and no others; perhaps none.
        """
        return self._sets(label, lambda element, _: self._picked(element, choices), _PICKED, typed="".join(choices[:1]))

    def choices(self, label: str) -> list[str]:
        """What the field with this label offers now, in order; nothing when there is no such field."""
        found = self._look_for(lambda block, element: label in labels_of_field(block, element), None)
        return [option_words(option) for option in options(found[2])] if found else []

    def _picked(self, element: Json, choices: Sequence[str]) -> object:
        ids = [self._meant(element, choice) for choice in choices]
        return ids if elements.empty(elements.VALUE_KEYS[element["type"]]) == [] else ids[0]

    def _meant(self, element: Json, choice: str) -> object:
        """The option, person or channel called so."""
        workspace = self._workspace
        people = {name: one.id for one in workspace.people() for name in (one.real_name, one.name)}
        places = {channel.name: channel.id for channel in workspace.channels() if channel.kind == "channel"}
        offered: dict[str, object] = {option_words(option): option for option in options(element)}
        if "user" in element["type"]:
            offered = {**people}
        elif "conversations" in element["type"] or "channels" in element["type"]:
            offered = {**people, **places}
        if choice not in offered:
            self._fail(f"is not offered {choice!r}, only {sorted(offered)}")
        return offered[choice]

    def attaches(self, label: str, name: str, content: bytes) -> Self:
        """Put a file into a form."""
        return self._sets(label, lambda *_: [self._acting.hold(self.user.id, name, content)], {"files"})

    def ticks(self, label: str, *choices: str) -> Self:
        """Tick boxes, beside those already ticked."""
        return self._sets(label, lambda element, now: self._ticked(element, now, choices), {"selected_options"})

    def unticks(self, label: str, *choices: str) -> Self:
        """Take ticks away."""
        return self._sets(label, lambda element, now: self._unticked(element, now, choices), {"selected_options"})

    def _ticked(self, element: Json, now: object, choices: Sequence[str]) -> list[object]:
        """What was ticked and these, in the order they are offered."""
        meant = [*(now if isinstance(now, list) else []), *(self._meant(element, choice) for choice in choices)]
        return [option for option in options(element) if option in meant]

    def _unticked(self, element: Json, now: object, choices: Sequence[str]) -> list[object]:
        gone = [self._meant(element, choice) for choice in choices]
        return [option for option in (now if isinstance(now, list) else []) if option not in gone]

    def sets_date(self, label: str, day: date | str) -> Self:
        """Choose a day."""
        return self._sets(label, lambda *_: str(day), {"selected_date"})

    def sets_time(self, label: str, moment: time | str) -> Self:
        """Choose a time of day."""
        return self._sets(label, lambda *_: str(moment)[:5], {"selected_time"})

    def sets_moment(self, label: str, moment: datetime) -> Self:
        """Choose a day and time."""
        return self._sets(label, lambda *_: int(moment.timestamp()), {"selected_date_time"})

    def _sets(self, label: str, held: Callable[[Json, Any], object], keys: set[str], typed: str = "") -> Self:
        """Set the field with this label; Slack tells the bot only when the element asks for it."""

        def match(block: Json, element: Json) -> bool:
            return elements.VALUE_KEYS.get(element["type"]) in keys and label in labels_of_field(block, element)

        spot, block, element = self._finds(match, f"sees no field {label!r}")
        key = elements.VALUE_KEYS[element["type"]]
        now = spot.values[block["block_id"]][element["action_id"]].get(key)
        if "external" in element["type"]:  # its options are the bot's to give
            element |= {"options": self._suggested(spot, block, element, typed)}
        return self._presses(spot, block, element, {key: held(element, now)})

    def _suggested(self, spot: Spot, block: Json, element: Json, typed: str) -> list[Json]:
        ids = (block["block_id"], element["action_id"])
        found, reply = self._acting.suggest(self.user.id, spot.where, *ids, typed)
        self._did(reply)
        return found

    def _presses(self, spot: Spot, block: Json, element: Json, chosen: Json) -> Self:
        ids = (block["block_id"], element["action_id"])
        return self._did(self._acting.press(self.user.id, spot.where, *ids, chosen))

    def _did(self, reply: Reply) -> Self:
        self._reply = reply
        return self
