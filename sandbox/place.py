"""Reads a place from YAML: the team, its people and channels, the app and its tokens."""

from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from sandbox.things import Channel, Json, Member, Team

_COLOURS = (
    "#9c4221",
    "#2c7a7b",
    "#6b46c1",
    "#2b6cb0",
    "#b83280",
    "#276749",
    "#975a16",
    "#c53030",
    "#4c51bf",
    "#285e61",
)


class _Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TeamEntry(_Closed):
    """The workspace's name."""

    id: str = "T0SANDBOX"
    name: str
    domain: str


class Tokens(_Closed):
    """What the bot shows: for the Web API, and for the socket."""

    bot: str = "xoxb-sandbox"
    app: str = "xapp-sandbox"


class Urls(_Closed):
    """Where the bot listens, for delivery by signed HTTP. What is not named goes where events go."""

    events: str = Field(pattern="^https?://")
    interactivity: str = ""
    commands: str = ""
    options: str = ""


class AppEntry(_Closed):
    """The bot as installed in the place. `manifest` is a path beside the place's file.

    With `urls`, everything is delivered there by signed HTTP; without, through the bot's sockets.
    """

    name: str
    handle: str
    app_id: str = "A0SANDBOX"
    user_id: str = "U0SANDBOX"
    bot_id: str = "B0SANDBOX"
    colour: str = "#1a365d"
    tokens: Tokens = Tokens()
    client_id: str = "1000000000001.1000000000002"
    client_secret: str = "sandbox-client-secret"
    signing_secret: str = "sandbox-signing-secret"
    urls: Urls | None = None
    manifest: str | None = None


class PersonEntry(_Closed):
    """Somebody to act as."""

    id: str
    name: str
    real_name: str
    title: str = ""
    email: str = ""
    tz: str = "Europe/London"
    guest: bool = False
    deactivated: bool = False


class ChannelEntry(_Closed):
    """A channel; `members` are ids, the bot's among them when it was invited."""

    id: str
    name: str
    topic: str = ""
    members: tuple[str, ...] = ()
    archived: bool = False
    private: bool = False


class Manifest(BaseModel):
    """What the app's manifest allows. Without one, everything."""

    model_config = ConfigDict(frozen=True)
    scopes: frozenset[str] | None = None
    events: frozenset[str] | None = None
    commands: tuple[Json, ...] = ()
    shortcuts: tuple[Json, ...] = ()
    home: bool = True
    rotates: bool = False

    @classmethod
    def parse(cls, text: str) -> "Manifest":
        """Read the parts of a manifest that the sandbox acts on."""
        whole = yaml.safe_load(text)
        features, settings = whole.get("features", {}), whole.get("settings", {})
        return cls(
            scopes=frozenset(whole.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
            events=frozenset(settings.get("event_subscriptions", {}).get("bot_events", ())),
            commands=tuple(features.get("slash_commands", ())),
            shortcuts=tuple(features.get("shortcuts", ())),
            home=features.get("app_home", {}).get("home_tab_enabled", False),
            rotates=settings.get("token_rotation_enabled", False),
        )


class Place(_Closed):
    """A place, whole. `partnership` belongs to whoever reads it; the sandbox does not."""

    team: TeamEntry
    app: AppEntry
    people: tuple[PersonEntry, ...] = Field(min_length=1)
    channels: tuple[ChannelEntry, ...] = ()
    partnership: Any = None
    _manifest: Manifest = PrivateAttr(default_factory=Manifest)

    @property
    def manifest(self) -> Manifest:
        """The app's manifest, or one that allows everything."""
        return self._manifest

    def following(self, manifest: Manifest) -> "Place":
        """The same place with this manifest."""
        twin = self.model_copy()
        twin._manifest = manifest  # noqa: SLF001 - our own private attribute on our own copy
        return twin

    def listening(self, urls: Urls) -> "Place":
        """The same place, with the bot at these addresses."""
        twin = self.model_copy(update={"app": self.app.model_copy(update={"urls": urls})})
        return twin.following(self.manifest)

    @cached_property
    def its_team(self) -> Team:
        """The team as Slack knows it."""
        return Team(self.team.id, self.team.name, self.team.domain)

    @cached_property
    def bot(self) -> Member:
        """The bot as a member."""
        app = self.app
        return Member(app.user_id, app.handle, app.name, "", "Europe/London", is_bot=True, colour=app.colour)

    @cached_property
    def members(self) -> tuple[Member, ...]:
        """The people, each with a colour."""
        return tuple(
            Member(**person.model_dump(), colour=_COLOURS[n % len(_COLOURS)]) for n, person in enumerate(self.people)
        )

    def conversations(self) -> dict[str, Channel]:
        """The channels, then each person's conversation with the bot."""
        found = {
            c.id: Channel(c.id, c.name, "channel", frozenset(c.members), c.topic, c.archived, c.private)
            for c in self.channels
        }
        for person in self.people:
            own = f"D{person.id[1:]}"
            found[own] = Channel(own, self.app.name, "im", frozenset({person.id, self.app.user_id}))
        return found


def read(path: Path, *, manifest: Path | None = None) -> Place:
    """The place in this file, with its manifest (or the one given)."""
    place = Place.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    source = manifest or (path.parent / place.app.manifest if place.app.manifest else None)
    return place.following(Manifest.parse(source.read_text(encoding="utf-8"))) if source else place
