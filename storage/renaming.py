"""Another name for a person in what was kept: in a text, or part by part in JSON."""

import json
import re
from dataclasses import dataclass
from typing import Any

from flows.people import UserId

OWNER = "owner"
"""Who is to do something: nobody, once they are gone, so that it is seen that somebody else has to."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """A person's id, and the name that stands for them from now on."""

    user: UserId
    name: str

    def is_named_in(self, text: str) -> bool:
        """Whether the person is named there, and not somebody whose id is longer."""
        return self._pattern().search(text) is not None

    def renamed(self, text: str) -> str:
        """The text with the other name; of JSON every part that is text."""
        try:
            parts = json.loads(text)
        except ValueError:
            return self._said(text)
        return json.dumps(self._part(parts))

    def _part(self, part: Any) -> Any:
        match part:
            case dict():
                return {self._said(key): self._of(key, one) for key, one in part.items()}
            case list():
                return [self._part(one) for one in part]
            case str():
                return self._said(part)
            case _:
                return part

    def _of(self, key: str, part: Any) -> Any:
        return None if key == OWNER and part == self.user else self._part(part)

    def _said(self, text: str) -> str:
        return self._pattern().sub(self.name, text)

    def _pattern(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w-]){re.escape(self.user)}(?![\w-])")
