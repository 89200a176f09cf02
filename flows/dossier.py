"""All that a round's documents are made from: what was agreed, and what may be shown. No single answer is in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Self

from flows.disclosure import Disclosure
from flows.judgement import Judgement
from flows.moderation import Action, Decision, Moderation
from flows.people import Partnership, UserId
from flows.round import Label, Round
from frameworks.schema import Edition, SubDomain

NONE_AGREED: Mapping[str, Judgement] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Before:
    """What the round before agreed, and in which edition."""

    label: Label
    edition: Edition
    agreed: Mapping[str, Judgement] = field(default_factory=lambda: NONE_AGREED)


@dataclass(frozen=True, slots=True)
class Dossier:
    """One round as its documents see it; `disclosure` is none where the round has no summary."""

    partnership: Partnership
    round: Round
    edition: Edition
    moderation: Moderation
    disclosure: Disclosure | None = None
    before: Before | None = None

    @property
    def subdomains(self) -> tuple[SubDomain, ...]:
        """The sub-domains of this round, in the order of the framework."""
        return tuple(one for one in self.edition.subdomains if one.id in self.round.subdomains)

    def decided(self) -> tuple[tuple[SubDomain, Decision], ...]:
        """Every sub-domain of the round with what was agreed on it."""
        return tuple((one, self.moderation.decision(one.id)) for one in self.subdomains)

    def actions(self) -> tuple[tuple[Action, SubDomain | None], ...]:
        """Every action, with the sub-domain that it is for; those of the whole system last."""
        mine = ((action, one) for one, decision in self.decided() for action in decision.actions)
        return (*mine, *((action, None) for action in self.moderation.actions))

    def with_names(self, names: Mapping[UserId, str]) -> Self:
        """The same with the names of owners who are known by their Slack account only."""
        known = replace(
            self.moderation,
            decisions=tuple(replace(one, actions=_named(one.actions, names)) for one in self.moderation.decisions),
            actions=_named(self.moderation.actions, names),
        )
        return replace(self, moderation=known)


def _named(actions: tuple[Action, ...], names: Mapping[UserId, str]) -> tuple[Action, ...]:
    return tuple(
        replace(one, owner_name=names[one.owner])
        if one.owner and one.owner in names and not one.owner_name.strip()
        else one
        for one in actions
    )
