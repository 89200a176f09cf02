"""How Alembic runs our revisions: on the connection that `storage.upgrade` hands over, and in its transaction."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import AutoString

from storage.instant import Instant
from storage.tables import Row

PLAIN: dict[type, str] = {Instant: "sa.DateTime(timezone=True)", AutoString: "sa.String()"}


def written(kind: str, thing: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our types as SQLAlchemy's own: an old revision must not depend on today's code."""
    return PLAIN.get(type(thing), False) if kind == "type" else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Row.metadata,
    render_as_batch=True,
    render_item=written,
)
with context.begin_transaction():
    context.run_migrations()
