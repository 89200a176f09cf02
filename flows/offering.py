"""What of the answers may be read after the close, without a word of whose it is: evidence offered, and quotes."""

from collections.abc import Iterable, Mapping

from flows.evidence import Item, ItemKind
from flows.naming import Names
from flows.quotation import Candidate, Shuffle, quotes
from flows.styling import styled
from flows.walk import Assessment

Words = Mapping[str, tuple[str, ...]]
"""Pieces of text by sub-domain, in the order given."""


def evidence(submitted: Iterable[Assessment], subdomains: Iterable[str]) -> Words:
    """The evidence that was offered to the partnership: each piece once, in an order that says nothing of whose it is.

    Whoever gave the same piece as another is not to be counted by it.
    """
    everything = tuple(submitted)
    pieces = {one: {said for given in everything for said in _offered(given, one)} for one in subdomains}
    return {one: tuple(sorted(said)) for one, said in pieces.items() if said}


def _offered(given: Assessment, subdomain: str) -> Iterable[str]:
    answer = given.answers.get(subdomain)
    return [said for item in answer.given if not item.ours if (said := _said(item))] if answer else []


def _said(item: Item) -> str:
    """A piece as it is shown. A file or a message in Slack opens with the name of its author: so only its title."""
    match item.kind:
        case ItemKind.TEXT:
            return item.title.strip()
        case ItemKind.LINK:
            return item.url
        case ItemKind.FILE:
            return f"A file: {item.title}"
        case ItemKind.MESSAGE:
            return f"{item.title}, which whoever kept it can show at the meeting"


def quoted(submitted: Iterable[Assessment], subdomains: Iterable[str], names: Names, shuffle: Shuffle) -> Words:
    """The comments that may be quoted, by sub-domain, in random order; often none (rules T1 and T4)."""
    everything = tuple(submitted)
    chosen = {one: quotes(_candidates(everything, one), len(everything), shuffle, names) for one in subdomains}
    return {one: texts for one, texts in chosen.items() if texts}


def _candidates(everything: Iterable[Assessment], subdomain: str) -> Iterable[Candidate]:
    for given in everything:
        answer = given.answers.get(subdomain)
        if answer and answer.consent:
            yield Candidate(given.id, styled(answer.comment), answer.consent)
