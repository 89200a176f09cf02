"""What was agreed as tables for spreadsheets: a line for each sub-domain, and a line for each action."""

from collections.abc import Iterator

from bot import sheets
from flows import returns
from flows.dossier import Dossier
from flows.judgement import in_words
from flows.moderation import Decision
from frameworks.schema import Edition

AGREED = (
    "sub-domain id",
    "domain",
    "sub-domain",
    "scope",
    "agreed level",
    "rationale",
    "minority view",
    "evidence",
    "priority",
    "lead organisation",
)
ACTIONS = (
    "sub-domain",
    "action",
    "owner",
    "organisation",
    "due",
    "funding",
    "amount in pounds",
    "support wanted from the region",
    "good practice to share",
    "progress",
)


def agreed(dossier: Dossier) -> bytes:
    """What was agreed on each sub-domain."""
    return sheets.write_csv([AGREED, *_agreed(dossier)])


def actions(dossier: Dossier) -> bytes:
    """Every action."""
    return sheets.write_csv([ACTIONS, *_actions(dossier)])


def _agreed(dossier: Dossier) -> Iterator[tuple[str, ...]]:
    edition = dossier.edition
    for one, decision in dossier.decided():
        yield (
            one.id,
            edition.domain(one.domain).name,
            one.name,
            edition.scope(one.scope).name,
            _level(decision, edition) if one.assessable else "",
            decision.rationale,
            decision.minority,
            decision.evidence,
            "yes" if decision.priority else "no",
            decision.lead_organisation,
        )


def _level(decision: Decision, edition: Edition) -> str:
    return in_words(decision.judgement, edition.levels) if decision.judgement else returns.NOT_YET_AGREED.capitalize()


def _actions(dossier: Dossier) -> Iterator[tuple[str | int | None, ...]]:
    for action, one in dossier.actions():
        yield (
            one.name if one else "Whole partnership",
            action.what,
            action.owner_name,
            action.organisation,
            action.due.isoformat() if action.due else "",
            action.funding,
            action.amount,
            action.wanted,
            action.practice,
            action.progress.value,
        )
