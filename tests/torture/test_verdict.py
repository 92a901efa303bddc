"""A proof is worth what its judge can see: each kind of damage is found."""

import pytest
from sqlalchemy import text

from hitl.desk import ReviewDesk
from tests.conftest import settled, stop_of
from tests.torture.ground import RECORDED, REFUSED, STARTED, Click, recorded
from tests.torture.verdict import lost, verdict, verdict_on

pytestmark = pytest.mark.tampers

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
def clicks(desk: ReviewDesk, review_id: str) -> list[Click]:
    """What was told to an editor who started a review, revised and accepted it."""
    revised = desk.revise(review_id, stop_of(desk, review_id), "Ann", "Shorter.")
    accepted = desk.accept(review_id, stop_of(desk, review_id), "Ann", "Good.")
    settled(desk, review_id)
    return [Click(STARTED, review_id), recorded(review_id, revised), recorded(review_id, accepted)]


def test_nothing_is_found_where_nothing_is_wrong(desk: ReviewDesk, review_id: str, clicks: list[Click]) -> None:
    assert verdict(desk, clicks) == verdict_on(desk, review_id, clicks) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM revisions WHERE number = 2",
        "UPDATE decisions SET feedback = 'Longer.' WHERE number = 1",
        "UPDATE reviews SET status = 'Drafting'",
        "UPDATE revisions SET text = 'Another.' WHERE number = 1",
        SECOND_REVISION,
        SECOND_CHILD,
    ],
)
def test_damage_of_each_kind_is_found(desk: ReviewDesk, review_id: str, clicks: list[Click], statement: str) -> None:
    with desk._store.database.engine.begin() as connection:
        connection.execute(text(statement))

    assert verdict(desk, clicks)
    assert verdict_on(desk, review_id, clicks)


@pytest.mark.parametrize(
    "click",
    [
        Click(RECORDED, "0" * 32, "revise", "Ann", "Shorter.", 1),
        Click(RECORDED, "", "revise", "Ann", "Longer.", 1),
        Click(REFUSED, "", "revise", "Ann", "Shorter."),
    ],
)
def test_a_click_is_held_against_what_stands(desk: ReviewDesk, clicks: list[Click], click: Click) -> None:
    told = click if click.review_id else click._replace(review_id=clicks[0].review_id)

    assert len(list(lost(desk, [*clicks, told]))) == 1
