"""A sub-domain as a person reads it: where it stands, its guidance, and its level descriptors whole."""

from collections.abc import Sequence

from bot.blocks.parts import Block, context, section
from bot.limits import LIMITS, split
from bot.mrkdwn import bold, bullets, escape
from frameworks.schema import Edition, Statement, SubDomain


def about(edition: Edition, subdomain: SubDomain) -> list[Block]:
    """Domain, scope, guidance and cohort: the small print above the levels."""
    where = f"{escape(edition.domain(subdomain.domain).name)} · {escape(edition.scope(subdomain.scope).name)}"
    notes = [one for one in (subdomain.guidance, edition.cohort) if one]
    lead = f"Each level after {edition.levels[0]} builds on all that comes before it." if edition.cumulative else ""
    return [context(where), *(context(escape(note)) for note in (*notes, lead) if note)]


def level(name: str, statements: Sequence[Statement], accessory: Block | None = None) -> list[Block]:
    """One level, whole: as many sections as Slack's limit makes necessary, the button beside the first."""
    pieces = split([bold(name), *bullets(statements)], LIMITS["section.text.max"])
    return [section(pieces[0], accessory), *(section(piece) for piece in pieces[1:])]


NOT_ASSESSABLE = "No level descriptors have been published for this one yet, so it is not rated. Comments are welcome."
