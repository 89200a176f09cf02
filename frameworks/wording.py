"""What pydantic found wrong with an edition, said in plain English and with its line."""

from collections.abc import Iterator

from pydantic import ValidationError

from frameworks.pages import Fault, Page
from frameworks.soundness import Unsound, Where

LIST = "should be a list, each entry on a line of its own after a dash"
KEYS = "should be a set of keys, each followed by a colon and its value"
PROBLEMS = {
    "missing": "is missing",
    "extra_forbidden": "is not a key that belongs here",
    "enum": "should be {expected}",
    "bool_parsing": "should be true or false",
    "bool_type": "should be true or false",
    "string_type": "should be words",
    "tuple_type": LIST,
    "model_type": KEYS,
    "model_attributes_type": KEYS,
    "mapping_type": KEYS,
    "value_error": "{error}",
}


def faults(error: ValidationError, page: Page) -> Iterator[Fault]:
    """Every fault, in the order in which they were found."""
    for detail in error.errors(include_url=False, include_input=False):
        where = detail["loc"]
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, Unsound):
            yield from (Fault(page.line(flaw.where), flaw.message) for flaw in cause.flaws)
        else:
            problem = PROBLEMS.get(detail["type"], "is not right")
            yield Fault(page.line(where), f"{_place(where)} {problem.format(**detail.get('ctx', {}))}")


def _place(where: Where) -> str:
    """The last key on the way, and the position below it."""
    if not where:
        return "the file"
    steps = list(where)
    if steps[-1] == "[key]":
        return f"“{steps[-2]}”"
    if isinstance(last := steps[-1], str):
        return f"`{last}`"
    return f"entry {last + 1} of `{steps[-2]}`" if len(steps) > 1 else f"entry {last + 1}"
