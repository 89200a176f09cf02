"""What a framework is: an edition with its levels, domains, sub-domains and statements. Frozen, closed, whole."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Literal, NewType, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    WrapSerializer,
    model_validator,
)

from frameworks import soundness
from frameworks.words import filled, key, month, name, scale, slug, text

EditionId = NewType("EditionId", str)
DomainId = NewType("DomainId", str)
SubDomainId = NewType("SubDomainId", str)

Slug = AfterValidator(slug)
Text = Annotated[str, AfterValidator(text)]
Name = Annotated[str, AfterValidator(name)]
Key = Annotated[str, AfterValidator(key)]
Month = Annotated[str, AfterValidator(month)]
Filled = AfterValidator(filled)


class Status(StrEnum):
    """Whether a sub-domain can be rated; the others are shown and may be commented on, and are in no denominator."""

    ASSESSABLE = "assessable"
    NOT_YET_DEVELOPED = "not_yet_developed"
    NO_CRITERIA = "no_criteria"


class ScopeId(StrEnum):
    """What part a sub-domain plays in its framework."""

    SHORT_TERM = "short_term"
    LONGER_TERM = "longer_term"
    CORE_COMPONENT = "core_component"
    ENABLER = "enabler"


class _Closed(BaseModel):
    """Nothing may be added and nothing changed."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Statement(_Closed):
    """One whole statement; what it leads in to stands under it. In YAML, one without children may be plain text."""

    text: Text
    children: tuple["Statement", ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: object) -> object:
        if isinstance(given, str):
            return {"text": given}
        if isinstance(given, dict) and "text" not in given:
            raise ValueError("should be words (in double quotes if they hold a colon), or have a `text`")
        return given


def _as_dict(descriptors: Mapping[str, tuple[Statement, ...]], go_on: SerializerFunctionWrapHandler) -> object:
    return go_on(dict(descriptors))


Descriptors = Annotated[
    Mapping[Name, Annotated[tuple[Statement, ...], Filled]],
    AfterValidator(MappingProxyType),
    WrapSerializer(_as_dict),
]


class SubDomain(_Closed):
    """One row of the matrix. `descriptors` holds each level's statements by the level's name; empty if not rated."""

    id: Annotated[SubDomainId, Slug]
    name: Name
    domain: DomainId
    scope: ScopeId
    status: Status = Status.ASSESSABLE
    guidance: Text | None = None
    aliases: tuple[Text, ...] = ()
    errata: tuple[Text, ...] = ()
    descriptors: Descriptors = Field(default_factory=lambda: MappingProxyType({}))

    @property
    def assessable(self) -> bool:
        """Whether it has level descriptors and is rated."""
        return self.status is Status.ASSESSABLE

    @property
    def short_term(self) -> bool:
        """Whether it is a short-term priority."""
        return self.scope is ScopeId.SHORT_TERM

    @property
    def not_relevant_offered(self) -> bool:
        """Whether a partner may say *not relevant here*: short-term priorities should be addressed by everyone."""
        return self.assessable and not self.short_term


class Domain(_Closed):
    """A group of sub-domains; `family` groups the domains in turn."""

    id: Annotated[DomainId, Slug]
    name: Name
    family: Key


class Scope(_Closed):
    """How an edition speaks of a scope (a word, never a colour), and whether a round starts with it chosen."""

    id: ScopeId
    name: Name
    preselected: bool
    description: Text


class Milestone(_Closed):
    """A date the publication gives, in its own words."""

    what: Text
    when: Text


class Passage(_Closed):
    """A piece of the publication's own introduction that is worth showing."""

    title: Text
    statements: Annotated[tuple[Statement, ...], Filled]


class LastPage(_Closed):
    """The page of a return that is about the whole system."""

    title: Text = "Actions and opportunities"
    actions: Name = "Actions"
    opportunities: Name = "Opportunities"


class Family(_Closed):
    """The heading of a family of domains."""

    id: Key
    title: Name


class Layout(_Closed):
    """How the return is laid out. `builds_on` opens each level but the lowest where levels are cumulative."""

    rows: Text = "Sub-domain"
    answers: Text = "Agreed level and evidence"
    table_for_each: Literal["subdomain", "domain"] = "domain"
    builds_on: Text | None = None
    no_criteria: Text = "Unable to assess without criteria."
    families: tuple[Family, ...] = ()
    last_page: LastPage = LastPage()


class Edition(_Closed):
    """One edition of a published framework. Levels run from the lowest; sub-domains stand in matrix order."""

    id: Annotated[EditionId, Slug]
    title: Text
    short_title: Name
    publisher: Text
    published: Month
    source: Text
    notice: Text
    cumulative: bool
    levels: Annotated[tuple[Name, ...], AfterValidator(scale)]
    cohort: Text | None = None
    requirements: tuple[Text, ...] = ()
    guidance_titles: tuple[Text, ...] = ()
    dates: tuple[Milestone, ...] = ()
    briefing: tuple[Passage, ...] = ()
    errata: tuple[Text, ...] = ()
    layout: Layout = Layout()
    scopes: Annotated[tuple[Scope, ...], Filled]
    domains: Annotated[tuple[Domain, ...], Filled]
    subdomains: Annotated[tuple[SubDomain, ...], Filled]

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if flaws := tuple(soundness.flaws(self)):
            raise soundness.Unsound(flaws)
        return self

    def subdomain(self, wanted: str) -> SubDomain:
        """The sub-domain with this id, or a KeyError."""
        return self.by_id[SubDomainId(wanted)]

    @cached_property
    def by_id(self) -> Mapping[SubDomainId, SubDomain]:
        """Its sub-domains by their ids; what stands in an edition never changes."""
        return {one.id: one for one in self.subdomains}

    def domain(self, wanted: str) -> Domain:
        """The domain with this id, or a KeyError."""
        return {one.id: one for one in self.domains}[DomainId(wanted)]

    def scope(self, wanted: str) -> Scope:
        """How this edition speaks of a scope, or a KeyError."""
        return {str(one.id): one for one in self.scopes}[str(wanted)]

    def in_scope(self, scopes: Collection[str]) -> tuple[SubDomain, ...]:
        """The sub-domains of these scopes in matrix order, those that cannot be rated among them."""
        return tuple(one for one in self.subdomains if one.scope in scopes)

    def level_name(self, number: int) -> str:
        """The name of a level; 1 is the lowest."""
        if not 1 <= number <= len(self.levels):
            raise IndexError(f"{self.id} has levels 1 to {len(self.levels)}, not {number}")
        return self.levels[number - 1]

    def level_number(self, wanted: str) -> int:
        """The number of a level by its name; 1 is the lowest. A ValueError if there is none."""
        return self.levels.index(wanted) + 1
