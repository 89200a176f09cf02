"""The tables. Rows stay in this room: repositories take and give the dataclasses of `flows`."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, MetaData, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from storage.instant import Instant

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}
"""Every constraint has a name, so that a migration can find it again on either database."""


class Row(SQLModel):
    """What all tables share."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMES)


class PartnershipRow(Row, table=True):
    """A place and its channel; `hosts` is a JSON list of names."""

    __tablename__ = "partnership"
    __table_args__ = (UniqueConstraint("workspace", "channel"),)

    id: str = Field(primary_key=True)
    workspace: str
    channel: str
    name: str
    hosts: str = Field(sa_type=Text)
    zone: str
    neighbourhood: str
    region_contact: str
    allocation: int | None = None
    keep_months: int = 24


class LeadRow(Row, table=True):
    """One lead of a partnership; `place` keeps the order they were named in."""

    __tablename__ = "lead"

    partnership: str = Field(primary_key=True, foreign_key="partnership.id", ondelete="CASCADE")
    user: str = Field(primary_key=True, index=True)
    place: int


class ObserverRow(Row, table=True):
    """One person who watches and challenges, and does not rate."""

    __tablename__ = "observer"

    partnership: str = Field(primary_key=True, foreign_key="partnership.id", ondelete="CASCADE")
    user: str = Field(primary_key=True, index=True)
    place: int


class PartnerRow(Row, table=True):
    """One organisation of a partnership."""

    __tablename__ = "partner"

    partnership: str = Field(primary_key=True, foreign_key="partnership.id", ondelete="CASCADE")
    id: str = Field(primary_key=True)
    place: int
    name: str
    sector: str
    contact: str


class ContributorRow(Row, table=True):
    """One person who answers for an organisation."""

    __tablename__ = "contributor"
    __table_args__ = (
        ForeignKeyConstraint(["partnership", "partner"], ["partner.partnership", "partner.id"], ondelete="CASCADE"),
    )

    partnership: str = Field(primary_key=True)
    partner: str = Field(primary_key=True)
    user: str = Field(primary_key=True, index=True)
    place: int


class RoundRow(Row, table=True):
    """One round; `subdomains` is a JSON list in the framework's order.

    `wakes_at` is when its calendar has the next thing to plan, or earlier; none when nothing is left. `purged_at` is
    when its details were deleted, because their time was over.
    """

    __tablename__ = "round"
    __table_args__ = (Index(None, "stage", "deadline"), Index(None, "purged_at", "meeting_at"))

    id: str = Field(primary_key=True)
    partnership: str = Field(foreign_key="partnership.id", index=True)
    edition: str
    label: str
    subdomains: str = Field(sa_type=Text)
    launched_at: datetime = Field(sa_type=Instant)
    launched_by: str
    deadline: datetime = Field(sa_type=Instant)
    meeting_at: datetime = Field(sa_type=Instant)
    summary_at: datetime = Field(sa_type=Instant)
    stage: str
    revision: int
    moved_at: datetime | None = Field(default=None, sa_type=Instant)
    mode: str
    previous: str | None = Field(default=None, foreign_key="round.id")
    wakes_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    purged_at: datetime | None = Field(default=None, sa_type=Instant)


class AssessmentRow(Row, table=True):
    """One organisation's walk. `partner` is its pseudonym while the round is open, and its id afterwards.

    It refers to no table: who leaves the partnership takes no answers along. `submitted_at` is the instant while the
    round is open; afterwards only whether there is one counts, and it is the same for all.
    """

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("round", "partner"),)

    id: str = Field(primary_key=True)
    round: str = Field(foreign_key="round.id")
    partner: str
    submitted_at: datetime | None = Field(default=None, sa_type=Instant)
    revision: int = 0


class AnswerRow(Row, table=True):
    """One answer, sealed; once a round is closed there are none, unless it was agreed to be open.

    `whose` and `name` are pseudonyms: without the round's key they join nothing.
    """

    __tablename__ = "answer"

    whose: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    round: str = Field(foreign_key="round.id", index=True)
    body: bytes


class SittingRow(Row, table=True):
    """Where one contributor is, and where their living card is.

    `changes` counts what happened to what the card shows and `drawings` how often it was drawn; `stale` says that it
    shows something older, to be drawn again from `draw_at` on (at once when there is none).
    """

    __tablename__ = "sitting"
    # SQLite uses a partial index only for a query that says the same, and SQLAlchemy asks it for `stale = 1`.
    __table_args__ = (Index(None, "draw_at", sqlite_where=text("stale = 1"), postgresql_where=text("stale")),)

    assessment: str = Field(primary_key=True, foreign_key="assessment.id", ondelete="CASCADE")
    contributor: str = Field(primary_key=True)
    screen: str
    here: str | None = None
    revision: int = 0
    pressed_at: datetime | None = Field(default=None, sa_type=Instant)
    channel: str | None = None
    ts: str | None = None
    changes: int = 0
    drawings: int = 0
    stale: bool = False
    draw_at: datetime | None = Field(default=None, sa_type=Instant)


class SeenRow(Row, table=True):
    """What Slack has delivered and may deliver again: a message, or one submission of a form."""

    __tablename__ = "seen"

    key: str = Field(primary_key=True)
    at: datetime = Field(sa_type=Instant, index=True)


class SnapshotRow(Row, table=True):
    """What was frozen at the close of a round: one, for good."""

    __tablename__ = "snapshot"

    round: str = Field(primary_key=True, foreign_key="round.id")
    body: str = Field(sa_type=Text)
    taken_at: datetime = Field(sa_type=Instant)


class OfferedRow(Row, table=True):
    """One piece that may be read after the close, evidence or a quote; its id, and so its place, is random."""

    __tablename__ = "offered"

    id: str = Field(primary_key=True)
    round: str = Field(foreign_key="round.id", index=True)
    subdomain: str
    kind: str
    words: str = Field(sa_type=Text)


class DecisionRow(Row, table=True):
    """What a meeting agreed on one sub-domain, whole, as JSON text: a row for each revision, which is never changed."""

    __tablename__ = "decision"

    round: str = Field(primary_key=True, foreign_key="round.id")
    subdomain: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    body: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    actor: str


class MeetingRow(Row, table=True):
    """What a meeting agreed as a whole: who was there, and whether it stands; a row for each revision, as above."""

    __tablename__ = "meeting"

    round: str = Field(primary_key=True, foreign_key="round.id")
    revision: int = Field(primary_key=True)
    body: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    actor: str


class FollowUpRow(Row, table=True):
    """How an agreed action went on, as JSON text: a row for each word about it, the newest of which holds."""

    __tablename__ = "follow_up"

    round: str = Field(primary_key=True, foreign_key="round.id")
    action: str = Field(primary_key=True)
    revision: int = Field(primary_key=True)
    body: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    actor: str


class BoardPostRow(Row, table=True):
    """A post of a board in its channel, the agenda's without a sub-domain; `stale`: it shows something older."""

    __tablename__ = "board_post"
    __table_args__ = (Index(None, "round", sqlite_where=text("stale = 1"), postgresql_where=text("stale")),)

    round: str = Field(primary_key=True, foreign_key="round.id")
    subdomain: str = Field(primary_key=True)
    changes: int = 0
    stale: bool = False


class ChallengeRow(Row, table=True):
    """What an observer wrote beside a sub-domain, for the meeting."""

    __tablename__ = "challenge"

    id: str = Field(primary_key=True)
    round: str = Field(foreign_key="round.id", index=True)
    subdomain: str
    body: str = Field(sa_type=Text)
    at: datetime = Field(sa_type=Instant)
    actor: str


class RevoteRow(Row, table=True):
    """A blind re-vote on one sub-domain, numbered from 1; `body` is its tally as JSON text once it is closed."""

    __tablename__ = "revote"

    round: str = Field(primary_key=True, foreign_key="round.id")
    subdomain: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    body: str | None = Field(default=None, sa_type=Text)
    opened_at: datetime = Field(sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)


class VoteRow(Row, table=True):
    """One organisation's vote while a re-vote is open, sealed; `partner` is a pseudonym. All go when it closes."""

    __tablename__ = "vote"
    __table_args__ = (
        ForeignKeyConstraint(
            ["round", "subdomain", "number"],
            ["revote.round", "revote.subdomain", "revote.number"],
            ondelete="CASCADE",
        ),
    )

    round: str = Field(primary_key=True)
    subdomain: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    partner: str = Field(primary_key=True)
    body: bytes


class NoticeRow(Row, table=True):
    """The outbox: what is owed to a `user`, or to the partnership's channel when there is none.

    Without a round it is about a partnership. `unsure`: some attempt may have arrived, or may still arrive. `sweep_at`:
    when to look for an extra copy again.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("dedupe_key"),
        CheckConstraint("(state = 'sent') = (slack_ts IS NOT NULL)", name="sent_has_slack_ts"),
        Index(None, "state", "not_before"),
        Index(None, "state", "lease_until"),
        Index(None, "state", "expires_at"),
    )

    id: str = Field(primary_key=True)
    dedupe_key: str
    kind: str
    workspace: str
    round: str | None = Field(default=None, foreign_key="round.id", index=True)
    user: str | None = None
    about: str | None = None
    due_at: datetime = Field(sa_type=Instant)
    expires_at: datetime | None = Field(default=None, sa_type=Instant)
    not_before: datetime = Field(sa_type=Instant)
    state: str
    attempts: int = 0
    unsure: bool = False
    lease_token: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Instant)
    first_attempt_at: datetime | None = Field(default=None, sa_type=Instant)
    sent_at: datetime | None = Field(default=None, sa_type=Instant)
    slack_channel: str | None = None
    slack_ts: str | None = None
    sweep_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    sweeps: int = 0
    last_error: str | None = Field(default=None, sa_type=Text)


class AuditRow(Row, table=True):
    """Who did what, numbered without gaps. Rows are only ever added, refer to no table and outlive what they tell of.

    `hash` is of the hash before it and of this row.
    """

    __tablename__ = "audit"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    hash: str
    at: datetime = Field(sa_type=Instant)
    actor: str
    action: str
    partnership: str = Field(index=True)
    round: str | None = Field(default=None, index=True)
    detail: str = Field(sa_type=Text)


class AuditHeadRow(Row, table=True):
    """The one row that says where the audit trail ends; whoever adds to the trail holds it until the commit."""

    __tablename__ = "audit_head"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    entries: int
    hash: str


class InstallationRow(Row, table=True):
    """A workspace that has let us in, with its tokens sealed; or, since `left_at`, one that has sent us away.

    `ends_at`: when the token does, if it does. `renewing_until`: until when one process has it to itself to renew it.
    """

    __tablename__ = "installation"

    workspace: str = Field(primary_key=True)
    name: str
    enterprise: str
    bot: str
    scopes: str = Field(sa_type=Text)
    installed_by: str
    installed_at: datetime = Field(sa_type=Instant)
    token: bytes | None = None
    renewal: bytes | None = None
    ends_at: datetime | None = Field(default=None, sa_type=Instant)
    renewing_until: datetime | None = Field(default=None, sa_type=Instant)
    left_at: datetime | None = Field(default=None, sa_type=Instant)


class ConsentRow(Row, table=True):
    """Somebody was sent to Slack to let us in, and may come back with this state, of which only the hash is kept."""

    __tablename__ = "consent"

    state: str = Field(primary_key=True)
    until: datetime = Field(sa_type=Instant, index=True)
