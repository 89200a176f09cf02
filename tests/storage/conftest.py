"""What the tests of the cellar start from."""

import pytest

from storage import partnerships, rounds
from storage.database import Database
from tests.storage.place import ASSESSMENTS, PLACE, ROUND


@pytest.fixture
def kept(database: Database) -> Database:
    """A database in which the place is known and has launched its round."""
    with database.begin() as session:
        partnerships.save(session, PLACE)
        rounds.add(session, ROUND, ASSESSMENTS)
    return database
