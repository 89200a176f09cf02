"""As many partnerships as one likes in one workspace: invented people, channels, and words that tell them apart."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.people import ChannelId, Partner, PartnerId, Partnership, PartnershipId, Sector, UserId, WorkspaceId
from flows.proposal import RoundForm, When
from flows.round import Label, Mode
from frameworks import catalog
from sandbox import place as places
from sandbox.place import AppEntry, ChannelEntry, PersonEntry, Place, TeamEntry, Urls
from sandbox.trial import PLACE

ORGANISATIONS = 6
SILENT = ORGANISATIONS - 1
"""The organisation that answers and never submits, so that it is reminded."""
SECTORS = tuple(Sector)
EDITION = "sel-2025-08"
ZONE = "Europe/London"


@dataclass(frozen=True, slots=True)
class Vale:
    """One partnership; its name stands in all its names, so that a leak is found by searching."""

    number: int
    workspace: WorkspaceId

    @property
    def name(self) -> str:
        """A word that no other text has."""
        return f"Vale{self.number:04d}x"

    @property
    def channel(self) -> ChannelId:
        """Where it meets."""
        return ChannelId(f"C{self.number:05d}VALE")

    @property
    def people(self) -> tuple[UserId, ...]:
        """One for each organisation; the first leads."""
        return tuple(UserId(f"U{self.number:05d}P{n}") for n in range(ORGANISATIONS))

    def canary(self, n: int) -> str:
        """What an organisation writes in a note of its own, which no message may ever hold."""
        return f"canary-{self.name}-{n}"

    def partnership(self) -> Partnership:
        """As it is kept."""
        return Partnership(
            id=PartnershipId(f"place-{self.number}"),
            workspace=self.workspace,
            channel=self.channel,
            name=self.name,
            hosts=(f"{self.name} Trust",),
            zone=ZONE,
            leads=(self.people[0],),
            partners=tuple(
                Partner(PartnerId(f"p{self.number}-{n}"), f"{self.name} {sector} {n}", sector, (self.people[n],))
                for n, sector in enumerate((SECTORS * ORGANISATIONS)[:ORGANISATIONS])
            ),
        )

    def form(self, now: datetime) -> RoundForm:
        """The round that its lead starts."""
        edition, day, clock = catalog.edition(EDITION), (now + timedelta(days=9)).date(), now.time().replace(hour=16)
        return RoundForm(
            partnership=self.partnership().id,
            framework=edition.id,
            label=Label.BASELINE,
            scopes=frozenset({edition.scopes[0].id}),
            deadline=When(day, clock),
            meeting=When(day + timedelta(days=7), clock),
            summary=When(),
            mode=Mode.ANONYMOUS,
        )

    def entries(self) -> Iterator[PersonEntry]:
        """Its people as Slack knows them."""
        for n, user in enumerate(self.people):
            yield PersonEntry(id=user, name=user.lower(), real_name=f"Person {self.name} {n}")


def place(vales: tuple[Vale, ...], port: int) -> Place:
    """A workspace with all of them, whose bot listens at this port."""
    manifest = places.read(PLACE).manifest
    app = AppEntry(name="Common View", handle="common_view")
    found = Place(
        team=TeamEntry(name="All the vales", domain="vales"),
        app=app,
        people=tuple(entry for vale in vales for entry in vale.entries()),
        channels=tuple(
            ChannelEntry(id=vale.channel, name=vale.name.lower(), members=(*vale.people, app.user_id)) for vale in vales
        ),
    )
    return found.following(manifest).listening(Urls(events=f"http://127.0.0.1:{port}/slack/events"))


def level(organisation: int, row: int) -> int:
    """What an organisation says about the sub-domain in this row."""
    return 1 + (organisation * (row % 3) + row) % 4
