"""What most tests stand on: a desk on a real database of either kind, with a writer that plays a script."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from inspect import signature
from pathlib import Path

import pytest

from hitl.desk import ReviewDesk
from hitl.domain import Brief, Review, Stop
from hitl.settings import Settings
from hitl.store import Store, open_database
from tests.fakes import ScriptedWriter
from tests.model_server import ModelServer
from tests.postgres import Postgres

WAIT_SECONDS = 20.0
ROOT = Path(__file__).resolve().parents[1]
DATABASES = ("sqlite", "postgres")


def wait_for(condition: Callable[[], bool], what: str) -> None:
    """Wait until a condition holds, with a bound."""
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"waited {WAIT_SECONDS:.0f} s in vain for {what}"
        time.sleep(0.01)


def settled(desk: ReviewDesk, review_id: str) -> Review:
    """The review once it waits for somebody or has ended."""
    wait_for(lambda: desk.review(review_id).status != "Drafting", "the review to settle")
    return desk.review(review_id)


def stop_of(desk: ReviewDesk, review_id: str) -> Stop:
    """The stop at which the review waits."""
    stop = settled(desk, review_id).stop
    assert stop is not None
    return stop


def revised(desk: ReviewDesk, review_id: str, *asks: str) -> Review:
    """The review after some revisions that Ann asked for, one after the other."""
    for asked in asks:
        desk.revise(review_id, stop_of(desk, review_id), "Ann", asked)
    return settled(desk, review_id)


def first_words(desk: ReviewDesk, review_id: str) -> None:
    """Wait until a draft has begun."""
    wait_for(lambda: bool((live := desk.live(review_id)) and live.text), "the first words")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let the whole suite run on one database: `--database postgres`; the browser tests too."""
    parser.addoption("--database", choices=(*DATABASES, "both"), default="both", help="what the desk's tests run on")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test that stands on a database on those that were asked for.

    One that only stands on a desk, and has nothing to do with the database below it, runs on the first of them; so
    does one that is marked as such.
    """
    if "engine" in metafunc.fixturenames:
        asked = metafunc.config.getoption("--database")
        engines = DATABASES if asked == "both" else (asked,)
        named = {"engine", "database"}.intersection(signature(metafunc.function).parameters)
        on_a_desk = {"desk", "settings"}.intersection(metafunc.fixturenames) and not named
        one = on_a_desk or metafunc.definition.get_closest_marker("one_database")
        metafunc.parametrize("engine", engines[:1] if one else engines, scope="session")


@pytest.fixture(autouse=True)
def the_same_main() -> Iterator[None]:
    """Put `__main__` back: AppTest leaves its page there, and a process that is started later would run it."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for all tests of this process."""
    with Postgres() as server:
        yield server


@pytest.fixture
def database(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """The address of a database of this engine with nothing of the desk in it but its tables, at most."""
    if engine == "sqlite":
        return str(tmp_path / "reviews.sqlite")
    server: Postgres = request.getfixturevalue("postgres")
    return server.fresh()


@pytest.fixture
def store(database: str) -> Iterator[Store]:
    """A store on a fresh database."""
    with closing(open_database(database)) as opened:
        yield Store(opened)


@pytest.fixture
def settings(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a fresh desk, free of the environment of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    return Settings(database=database, max_revisions=2)


@pytest.fixture
def writer() -> ScriptedWriter:
    """A writer to be scripted."""
    return ScriptedWriter()


@pytest.fixture
def server() -> Iterator[ModelServer]:
    """A model's server to be scripted."""
    with ModelServer() as running:
        yield running


@pytest.fixture
def desk(settings: Settings, writer: ScriptedWriter, request: pytest.FixtureRequest) -> Iterator[ReviewDesk]:
    """A desk that is open for one test, whose reviews must be sound in the end, and run again from their records.

    Marked as `tampers`, a test may leave them otherwise.
    """
    desk = ReviewDesk(settings, writer.for_model)
    yield desk
    wrong = [] if request.node.get_closest_marker("tampers") else unsound(desk)
    desk.close()
    assert wrong == []


def unsound(desk: ReviewDesk) -> list[str]:
    """What is wrong with the records of a desk's reviews, with their replays, or with the desk's ledger."""
    found = desk.archive.verify_all()
    wrong = list(found.ledger.findings)
    for each in found.unwell:
        wrong += [*(finding.told for finding in each.findings), *each.others]
    for review_id in [] if wrong else desk.archive.every_id():
        different = desk.archive.replay(desk.archive.record(review_id)).difference
        wrong += [different.told] if different else []
    return wrong


@pytest.fixture
def review_id(desk: ReviewDesk) -> str:
    """A review that waits with its first draft."""
    started = desk.start(Brief("The new library"), "Ann")
    settled(desk, started)
    return started
