"""The public words for a disclosure: what the post, the picture's alt text and the analyst's text view say."""

from collections.abc import Callable, Collection, Iterator, Sequence

from flows.disclosure import Band, Disclosure, Flag, Shown

FLAGS = {
    Flag.COULD_NOT_ASSESS: "3 or more could not assess",
    Flag.NO_EVIDENCE: "3 or more gave no evidence",
    Flag.NOT_RELEVANT: "3 or more said not relevant",
}

MANY, EXCEPTIONS = 5, 2
"""What holds for so many sub-domains at least, but for so few, is said once."""


def words(shown: Shown, levels: Sequence[str], told: Collection[Flag] = ()) -> str:
    """One sub-domain in words: "two camps, some at Emerging, half or more at Maturing; 3 or more gave no evidence".

    Flags that are `told` already, of nearly all at once, are not repeated.
    """
    if shown.word is None:
        return "not enough answers to show"
    view = ", ".join([shown.word.lower(), *_levels(shown, levels)])
    since = [f"was {shown.was.lower()} last round"] if shown.was else []
    return "; ".join([view, *since, *(FLAGS[flag] for flag in shown.flags if flag not in told)])


def nearly_all(disclosure: Disclosure, name: Callable[[str], str] = str) -> dict[Flag, str]:
    """What would be said of nearly every sub-domain, each in one sentence that names the exceptions."""
    rows = disclosure.discuss + disclosure.together
    found = {flag: [name(one.id) for one in rows if flag not in one.flags] for flag in Flag}
    return {
        flag: f"On each sub-domain shown{f', except {listed(others)},' if others else ','} {FLAGS[flag]}."
        for flag, others in found.items()
        if len(rows) >= MANY and len(others) <= EXCEPTIONS
    }


def headline(disclosure: Disclosure) -> str:
    """The round in a few short sentences: how many took part, and the whole-round line (rule P12)."""
    rows, overall = len(disclosure.rows), disclosure.overall
    said = [f"{_count(disclosure.contributors, 'organisation')} answered."]
    if overall is None:
        said.append(f"Of {_count(rows, 'sub-domain')} none has enough answers to show.")
    elif overall.of == rows:
        how_many = f"{overall.together} of" if overall.together else "none of the"
        said.append(f"On {how_many} {_count(rows, 'sub-domain')} they are together.")
    else:
        said.append(
            f"Of {_count(rows, 'sub-domain')}, {overall.of} {_have(overall.of)} enough answers to show; "
            f"on {overall.together} of these they are together."
        )
    if overall is not None and overall.difference is not None:
        said.append(f"Overall difference {overall.difference}, where 0 is all alike and 100 as far apart as can be.")
    return " ".join(said)


def _have(number: int) -> str:
    return "has" if number == 1 else "have"


def post(disclosure: Disclosure, levels: Sequence[str], name: Callable[[str], str] = str) -> str:
    """The whole summary in words only; `name` gives a sub-domain's display name."""
    return "\n".join([headline(disclosure), *_sections(disclosure, levels, name)])


def _sections(disclosure: Disclosure, levels: Sequence[str], name: Callable[[str], str]) -> Iterator[str]:
    if disclosure.discuss:
        yield "\nSuggested order to discuss"
        for place, one in enumerate(disclosure.discuss, start=1):
            yield f"{place}. {name(one.id)}: {words(one, levels)}"
    if disclosure.together:
        yield "\nWithin one level of each other, confirm quickly"
        yield from (f"• {name(one.id)}: {words(one, levels)}" for one in disclosure.together)
    if disclosure.too_few:
        yield "\nNot enough answers to show"
        yield from (f"• {name(one.id)}" for one in disclosure.too_few)


def _levels(shown: Shown, levels: Sequence[str]) -> Iterator[str]:
    """What is said of levels: the bands that are not empty, or the middle view."""
    for level, band in zip(levels, shown.bands or (), strict=False):
        if band is not Band.FEW:
            yield f"{band} at {level}"
    if shown.middle:
        ends = dict.fromkeys(levels[end - 1] for end in shown.middle)
        yield f"middle view {' to '.join(ends)}"


def listed(things: Sequence[str]) -> str:
    """Things in a sentence: "this", "this and that", "one, two and three"."""
    return " and ".join(filter(None, [", ".join(things[:-1]), *things[-1:]]))


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
