"""Writing the tables of answers anew, so that no page, log or dead row keeps what was deleted."""

from sqlalchemy import Engine, text

from storage.engine import READS, is_postgres
from storage.tables import AnswerRow, AssessmentRow, SeenRow, SittingRow

HELD_ANSWERS = (AnswerRow, AssessmentRow, SittingRow, SeenRow)
"""The tables of which something is deleted or dropped at the close."""


def rewrite(engine: Engine) -> None:
    """Do it; outside any transaction, as both databases demand."""
    if is_postgres(engine):
        _postgres(engine)
    else:
        _sqlite(engine)


def _postgres(engine: Engine) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in HELD_ANSWERS:
            connection.execute(text(f'VACUUM FULL "{table.__tablename__}"'))


def _sqlite(engine: Engine) -> None:
    """The whole file; then the log, as far as nobody reads from it at this moment."""
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA query_only = 0")
        connection.info[READS] = False
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        cursor.close()
    finally:
        connection.close()
