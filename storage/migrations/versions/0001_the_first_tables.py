"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("partnership", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_partnership", "audit", ["partnership"])
    op.create_index("ix_audit_round", "audit", ["round"])
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    op.create_table(
        "partnership",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hosts", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("neighbourhood", sa.String(), nullable=False),
        sa.Column("region_contact", sa.String(), nullable=False),
        sa.Column("allocation", sa.Integer(), nullable=True),
        sa.Column("keep_months", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_partnership"),
        sa.UniqueConstraint("workspace", "channel", name="uq_partnership_workspace_channel"),
    )
    op.create_table(
        "lead",
        sa.Column("partnership", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["partnership"], ["partnership.id"], name="fk_lead_partnership", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("partnership", "user", name="pk_lead"),
    )
    op.create_index("ix_lead_user", "lead", ["user"])
    op.create_table(
        "observer",
        sa.Column("partnership", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership"], ["partnership.id"], name="fk_observer_partnership", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("partnership", "user", name="pk_observer"),
    )
    op.create_index("ix_observer_user", "observer", ["user"])
    op.create_table(
        "partner",
        sa.Column("partnership", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sector", sa.String(), nullable=False),
        sa.Column("contact", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["partnership"], ["partnership.id"], name="fk_partner_partnership", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("partnership", "id", name="pk_partner"),
    )
    op.create_table(
        "round",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("partnership", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("subdomains", sa.Text(), nullable=False),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("launched_by", sa.String(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("meeting_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mode", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=True),
        sa.Column("wakes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["partnership"], ["partnership.id"], name="fk_round_partnership"),
        sa.ForeignKeyConstraint(["previous"], ["round.id"], name="fk_round_round"),
        sa.PrimaryKeyConstraint("id", name="pk_round"),
    )
    op.create_index("ix_round_partnership", "round", ["partnership"])
    op.create_index("ix_round_purged_at_meeting_at", "round", ["purged_at", "meeting_at"])
    op.create_index("ix_round_stage_deadline", "round", ["stage", "deadline"])
    op.create_index("ix_round_wakes_at", "round", ["wakes_at"])
    op.create_table(
        "assessment",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_assessment_round"),
        sa.PrimaryKeyConstraint("id", name="pk_assessment"),
        sa.UniqueConstraint("round", "partner", name="uq_assessment_round_partner"),
    )
    op.create_table(
        "contributor",
        sa.Column("partnership", sa.String(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership", "partner"],
            ["partner.partnership", "partner.id"],
            name="fk_contributor_partner",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("partnership", "partner", "user", name="pk_contributor"),
    )
    op.create_index("ix_contributor_user", "contributor", ["user"])
    op.create_table(
        "notice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("dedupe_key", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=True),
        sa.Column("user", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("lease_token", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slack_channel", sa.String(), nullable=True),
        sa.Column("slack_ts", sa.String(), nullable=True),
        sa.Column("sweep_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sweeps", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'sent') = (slack_ts IS NOT NULL)", name="ck_notice_sent_has_slack_ts"),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_notice_round"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("dedupe_key", name="uq_notice_dedupe_key"),
    )
    op.create_index("ix_notice_round", "notice", ["round"])
    op.create_index("ix_notice_state_expires_at", "notice", ["state", "expires_at"])
    op.create_index("ix_notice_state_lease_until", "notice", ["state", "lease_until"])
    op.create_index("ix_notice_state_not_before", "notice", ["state", "not_before"])
    op.create_index("ix_notice_sweep_at", "notice", ["sweep_at"])
    op.create_table(
        "snapshot",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_snapshot_round"),
        sa.PrimaryKeyConstraint("round", name="pk_snapshot"),
    )
    op.create_table(
        "answer",
        sa.Column("whose", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_answer_round"),
        sa.PrimaryKeyConstraint("whose", "name", name="pk_answer"),
    )
    op.create_index("ix_answer_round", "answer", ["round"])
    op.create_table(
        "offered",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("subdomain", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_offered_round"),
        sa.PrimaryKeyConstraint("id", name="pk_offered"),
    )
    op.create_index("ix_offered_round", "offered", ["round"])
    op.create_table(
        "sitting",
        sa.Column("assessment", sa.String(), nullable=False),
        sa.Column("contributor", sa.String(), nullable=False),
        sa.Column("screen", sa.String(), nullable=False),
        sa.Column("here", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("pressed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("ts", sa.String(), nullable=True),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("drawings", sa.Integer(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("draw_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assessment"], ["assessment.id"], name="fk_sitting_assessment", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("assessment", "contributor", name="pk_sitting"),
    )
    op.create_index(
        "ix_sitting_draw_at",
        "sitting",
        ["draw_at"],
        sqlite_where=sa.text("stale = 1"),
        postgresql_where=sa.text("stale"),
    )
    op.create_table(
        "decision",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("subdomain", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_decision_round"),
        sa.PrimaryKeyConstraint("round", "subdomain", "revision", name="pk_decision"),
    )
    op.create_table(
        "meeting",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_meeting_round"),
        sa.PrimaryKeyConstraint("round", "revision", name="pk_meeting"),
    )
    op.create_table(
        "follow_up",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_follow_up_round"),
        sa.PrimaryKeyConstraint("round", "action", "revision", name="pk_follow_up"),
    )
    op.create_table(
        "board_post",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("subdomain", sa.String(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_board_post_round"),
        sa.PrimaryKeyConstraint("round", "subdomain", name="pk_board_post"),
    )
    op.create_index(
        "ix_board_post_round",
        "board_post",
        ["round"],
        sqlite_where=sa.text("stale = 1"),
        postgresql_where=sa.text("stale"),
    )
    op.create_table(
        "challenge",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("subdomain", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_challenge_round"),
        sa.PrimaryKeyConstraint("id", name="pk_challenge"),
    )
    op.create_index("ix_challenge_round", "challenge", ["round"])
    op.create_table(
        "revote",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("subdomain", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["round"], ["round.id"], name="fk_revote_round"),
        sa.PrimaryKeyConstraint("round", "subdomain", "number", name="pk_revote"),
    )
    op.create_table(
        "vote",
        sa.Column("round", sa.String(), nullable=False),
        sa.Column("subdomain", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("partner", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round", "subdomain", "number"],
            ["revote.round", "revote.subdomain", "revote.number"],
            name="fk_vote_revote",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("round", "subdomain", "number", "partner", name="pk_vote"),
    )
    op.create_table(
        "seen",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_seen"),
    )
    op.create_index("ix_seen_at", "seen", ["at"])
    op.create_table(
        "installation",
        sa.Column("workspace", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("enterprise", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("installed_by", sa.String(), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=True),
        sa.Column("renewal", sa.LargeBinary(), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renewing_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("workspace", name="pk_installation"),
    )
    op.create_table(
        "consent",
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("state", name="pk_consent"),
    )
    op.create_index("ix_consent_until", "consent", ["until"])


def downgrade() -> None:
    for table in (
        "consent",
        "installation",
        "seen",
        "vote",
        "revote",
        "challenge",
        "board_post",
        "follow_up",
        "meeting",
        "decision",
        "sitting",
        "offered",
        "answer",
        "snapshot",
        "notice",
        "contributor",
        "assessment",
        "round",
        "partner",
        "observer",
        "lead",
        "partnership",
        "audit_head",
        "audit",
    ):
        op.drop_table(table)
