"""A sub-domain as a person reads it: where it stands, its guidance, and its level descriptors whole."""

from collections.abc import Sequence

from bot.blocks.parts import Block, context, section
from bot.limits import LIMITS, split
from bot.mrkdwn import bold, bullets, escape
from frameworks.schema import Edition, Statement, SubDomain


def about(edition: Edition, subdomain: SubDomain) -> list[Block]:
    """Domain, scope, guidance and cohort: the small print above the levels."""
    domain, scope = edition.domain(subdomain.domain).name, edition.scope(subdomain.scope).name
    where = domain if domain.casefold().startswith(scope.casefold()) else f"{domain} · {scope}"
    builds_up = edition.cumulative and subdomain.assessable
    lead = f"Each level after {edition.levels[0]} builds on all that comes before it." if builds_up else ""
    notes = [f":information_source: {escape(one)}" for one in (subdomain.guidance, edition.cohort, lead) if one]
    return [context(escape(where)), *map(context, notes)]


def level(name: str, statements: Sequence[Statement], accessory: Block | None = None) -> list[Block]:
    """One level, whole: as many sections as Slack's limit makes necessary, the button beside the first."""
    pieces = split([bold(name), *bullets(statements)], LIMITS["section.text.max"])
    return [section(pieces[0], accessory), *(section(piece) for piece in pieces[1:])]


NOT_ASSESSABLE = (
    "No level descriptors have been published for this one yet, so it is not rated. Evidence and comments are welcome."
)
