"""A proof is worth what its judge can see: each kind of damage is found."""

import pytest
from sqlalchemy import text

from hitl.desk import ReviewDesk
from hitl.domain import Brief
from hitl.store import open_database
from tests.conftest import settled, stop_of
from tests.torture.clicks import RECORDED, REFUSED, STARTED, Click, recorded
from tests.torture.verdict import APART, DUPLICATED, FORKED, LOST, PROMISES, UNSOUND, verdict

SECOND_CHILD = """
INSERT INTO checkpoints (thread_id, checkpoint_ns, checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata)
SELECT thread_id, checkpoint_ns, '0' || checkpoint_id, parent_checkpoint_id, type, checkpoint, metadata
FROM checkpoints WHERE parent_checkpoint_id IS NOT NULL
"""
SECOND_REVISION = """
INSERT INTO revisions SELECT review_id, 3, text, sha256, author, cause, at, model, tokens, seconds, notes, v, seal
FROM revisions WHERE number = 2
"""


@pytest.fixture
def clicks(desk: ReviewDesk) -> list[Click]:
    """What was told to an editor who started a review, revised and accepted it, on a desk that is closed again."""
    review_id = desk.start(Brief("Topic"), "Ann")
    revised = desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    accepted = desk.accept(review_id, stop_of(desk, review_id), "Ann", "Good.")
    settled(desk, review_id)
    desk.close()
    return [Click(STARTED, review_id), recorded(review_id, revised), recorded(review_id, accepted)]


def changed(address: str, statement: str) -> None:
    database = open_database(address)
    with database.engine.begin() as connection:
        connection.execute(text(statement))
    database.close()


def broken(address: str, clicks: list[Click]) -> set[str]:
    return {promise for promise, sentences in verdict(address, clicks).items() if sentences}


def test_nothing_is_found_where_nothing_is_wrong(database: str, clicks: list[Click]) -> None:
    found = verdict(database, clicks)

    assert found == {promise: [] for promise in PROMISES}


@pytest.mark.parametrize(
    ("statement", "promise"),
    [
        ("DELETE FROM revisions WHERE number = 2", LOST),
        ("UPDATE decisions SET feedback = 'Longer.' WHERE number = 1", LOST),
        ("DELETE FROM decisions WHERE number = 2", LOST),
        ("UPDATE reviews SET status = 'Abandoned'", LOST),
        (SECOND_REVISION, DUPLICATED),
        ("UPDATE decisions SET number = 3 WHERE number = 2", DUPLICATED),
        (SECOND_CHILD, FORKED),
        ("UPDATE reviews SET status = 'Drafting'", APART),
        ("UPDATE revisions SET text = 'Another.' WHERE number = 2", APART),
        ("UPDATE revisions SET text = 'Another.' WHERE number = 1", UNSOUND),
    ],
)
@pytest.mark.tampers
def test_damage_of_each_kind_is_found(database: str, clicks: list[Click], statement: str, promise: str) -> None:
    changed(database, statement)

    assert promise in broken(database, clicks)


def test_a_refused_click_that_stands_is_found(database: str, clicks: list[Click]) -> None:
    refused = Click(REFUSED, clicks[0].review_id, "revise", "Ann", "Shorter.")

    assert broken(database, [*clicks, refused]) == {LOST}


def test_a_click_on_a_review_that_is_not_there_is_found(database: str, clicks: list[Click]) -> None:
    nowhere = Click(RECORDED, "0" * 32, "revise", "Ann", "Shorter.", 1)

    assert broken(database, [*clicks, nowhere]) == {LOST}
