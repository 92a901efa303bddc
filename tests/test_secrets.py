"""Nothing secret anywhere: each setting that may hold a secret has one, and whole reviews are looked through for them.

A place where something new is written or shown belongs into `PLACES`.
"""

import base64
import io
import json
import logging
import os
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from urllib.parse import quote

import pytest
import streamlit as st
from click.testing import CliRunner
from sqlalchemy import inspect, make_url, text
from streamlit.testing.v1 import AppTest

from hitl import events
from hitl.audit import prompt_of
from hitl.cli import hitl as command_line
from hitl.desk import ReviewDesk
from hitl.doctor import examine_here
from hitl.domain import Brief
from hitl.events import Lines, write_log
from hitl.export import FORMATS, HISTORY_FORMATS
from hitl.settings import load_settings
from hitl.ui.process import process
from tests import replies
from tests.conftest import ROOT, settled, stop_of
from tests.model_server import ModelServer
from tests.test_log import log_as_it_was  # noqa: F401 - a fixture for all tests here

SECRETS = {
    "OPENAI_API_KEY": "sk-hush-Key1",
    "OPENAI_BASE_URL": "hush-Model2",
    "HITL_DATABASE": "hush-Database3",
    "LANGSMITH_API_KEY": "lsv2-hush-Traces4",
    "HITL_SIGNING_KEY": "MC4CAQAwBQYDK2VwBCIEIGh1c2gtU2lnbmluZzUtaHVzaC1TaWduaW5nNS1odXNo",
}
"""For each setting its secret: of HITL_SIGNING_KEY, a path, the body of the private key that is there, in PEM."""
KEY, MODEL_PASSWORD, DATABASE_PASSWORD, TRACES_KEY, PRIVATE = SECRETS.values()
TOPIC = "The quokka opens on Sunday"
"""To be found wherever reviews are: where it is not, the looking is at fault."""


def repeats_the_key() -> replies.Reply:
    """HTTP 401 as a gateway says it that repeats all that it was sent."""
    return replies.refused(401, "invalid_api_key", f"Incorrect API key: {KEY}, user:{MODEL_PASSWORD}", ("X-Key", KEY))


def breaks_off_with_the_key() -> replies.Reply:
    """An error event with the key in it, in the middle of a stream."""
    error = {"error": {"message": f"Key {KEY} is blocked, {MODEL_PASSWORD}", "type": "server_error", "code": KEY}}
    return replies.raw(replies.chunk({"content": "Half a "}), b"data: " + json.dumps(error).encode() + b"\n\n")


class Heard(logging.Handler):
    """Keeps all that is logged, by whomever."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)


@dataclass
class Planted:
    """A desk whose settings hold secrets, with reviews of all sorts in it."""

    desk: ReviewDesk
    server: ModelServer
    heard: Heard
    reviews: list[str] = field(default_factory=list)

    def all_reviewed(self) -> None:
        """An accepted text, one that waits after failures, one that failed at once, one that was abandoned."""
        accepted = self._begun(replies.says("A draft."), replies.says("Sure! Here it is:\n\n", "Another draft."))
        self.desk.revise(accepted, stop_of(self.desk, accepted), "Ann", "Shorter.")
        self.desk.accept(accepted, stop_of(self.desk, accepted), "Ann")
        waiting = self._begun(repeats_the_key(), replies.says("A draft."), breaks_off_with_the_key())
        self.desk.retry(waiting, stop_of(self.desk, waiting), "Ann")
        self.desk.revise(waiting, stop_of(self.desk, waiting), "Ann", "Longer.")
        self.desk.edit(waiting, stop_of(self.desk, waiting), "Ann", "My own words.")
        stop_of(self.desk, waiting)
        self._begun(replies.not_json())
        abandoned = self._begun(replies.hangs_up(), replies.hangs_up(), replies.hangs_up())
        self.desk.abandon(abandoned, stop_of(self.desk, abandoned), "Ann", "No longer needed.")
        settled(self.desk, abandoned)

    def _begun(self, *script: replies.Reply) -> str:
        self.server.enqueue(*script)
        self.reviews.append(self.desk.start(Brief(TOPIC), "Ann"))
        settled(self.desk, self.reviews[-1])
        return self.reviews[-1]


def tables(planted: Planted) -> Iterator[bytes]:
    """Every column of every table, checkpoints too, and the bytes of a SQLite file with its journal."""
    engine = planted.desk._store.database.engine
    with engine.connect() as connection:
        for name in inspect(engine).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{name}"')):  # noqa: S608 - a name from the catalogue
                for value in row:
                    yield bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    if engine.dialect.name == "sqlite":
        yield from (path.read_bytes() for path in Path(planted.desk.settings.database).parent.glob("*.sqlite*"))


def records(planted: Planted) -> Iterator[bytes]:
    """The records, and the prompts that are packed in them."""
    for record in map(planted.desk.archive.record, planted.reviews):
        yield json.dumps(asdict(record)).encode()
        yield from (str(prompt_of(record, call)).encode() for call in record.calls)


def log(planted: Planted) -> Iterator[bytes]:
    """What was logged, in each form."""
    for record in planted.heard.records:
        for form in (Lines("text"), Lines("json"), logging.Formatter()):
            yield form.format(record).encode()


def exports(planted: Planted) -> Iterator[bytes]:
    """Every file that can be taken along."""
    for review in map(planted.desk.review, planted.reviews):
        revisions, decisions = planted.desk.revisions(review.id), planted.desk.decisions(review.id)
        for revision in revisions:
            yield from (unpacked(kind.of(review, revision, decisions)) for kind in FORMATS)
        if revisions:
            yield from (unpacked(kind.of(review, revisions, decisions)) for kind in HISTORY_FORMATS)


def bundles(planted: Planted) -> Iterator[bytes]:
    """Everything about a review in one file."""
    archive = planted.desk.archive
    return (unpacked(archive.bundle(archive.record(review_id))) for review_id in planted.reviews)


def pages(planted: Planted) -> Iterator[bytes]:
    """All that the pages send to a browser."""
    for review_id in planted.reviews:
        for page in ("", *sorted(path.name for path in (ROOT / "pages").glob("[a-z]*.py"))):
            app = AppTest.from_file(str(ROOT / "streamlit_app.py"), default_timeout=60)
            app.session_state["actor"] = "Ann"
            app.query_params["thread"] = review_id
            app.run()
            if page:
                app.switch_page(f"pages/{page}").run()
            assert not app.exception
            protos = (getattr(node, "proto", None) for node in app._tree)
            yield from (proto.SerializeToString() for proto in protos if proto is not None)


def commands(planted: Planted) -> Iterator[bytes]:
    """What the command line says; looking only."""
    looks = [["list"], *([name, review_id] for name in ("show", "history") for review_id in planted.reviews)]
    for look in looks:
        for form in ([], ["--json"]):
            yield CliRunner().invoke(command_line, [*look, *form]).output.encode()


def doctor(planted: Planted) -> Iterator[bytes]:
    """What the doctor finds, of a server that answers and of one that repeats the key."""
    for models in (replies.models("scripted-1"), repeats_the_key()):
        planted.server.models = models
        yield f"{TOPIC}: {[asdict(check) for check in examine_here()]}".encode()
        yield CliRunner().invoke(command_line, ["doctor"]).output.encode()


def settings(_planted: Planted) -> Iterator[bytes]:
    """The settings as they show themselves."""
    found = load_settings()
    yield f"{TOPIC}: {found!r} {found} {found.model_dump(exclude={'database', 'openai_base_url'})}".encode()


Place = Callable[[Planted], Iterator[bytes]]
PLACES: tuple[Place, ...] = (tables, records, log, exports, bundles, pages, commands, doctor, settings)


def unpacked(content: bytes) -> bytes:
    """The files in a ZIP file, one after the other; anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def shown_in(content: bytes) -> set[str]:
    """The settings whose secrets stand in some bytes, as they are or the way that headers and addresses write them."""
    plain = content.lower()
    return {name for name, secret in SECRETS.items() if any(way.lower() in plain for way in written(secret))}


def written(secret: str) -> Iterator[bytes]:
    yield secret.encode()
    yield quote(secret, safe="").encode()
    yield secret.encode().hex().encode()
    for before in ("", "user:", "postgres:"):
        yield base64.b64encode(f"{before}{secret}".encode()).rstrip(b"=")[:-1]


@pytest.fixture
def planted(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Planted]:
    """The desk behind the pages, with a secret in every setting that may hold one."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith(("HITL_", "OPENAI_", "LANGSMITH_", "LANGCHAIN_"))]:
        monkeypatch.delenv(name)
    if "://" in database:
        database = make_url(database).set(password=DATABASE_PASSWORD).render_as_string(hide_password=False)
    st.cache_resource.clear()
    heard = Heard()
    with ModelServer() as server:
        address = server.url.replace("http://", f"http://user:{MODEL_PASSWORD}@")
        for name, value in (("OPENAI_BASE_URL", address), ("OPENAI_API_KEY", KEY), ("LANGSMITH_API_KEY", TRACES_KEY)):
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("HITL_DATABASE", database)
        (tmp_path / "key.pem").write_text(f"-----BEGIN PRIVATE KEY-----\n{PRIVATE}\n-----END PRIVATE KEY-----\n")
        monkeypatch.setenv("HITL_SIGNING_KEY", str(tmp_path / "key.pem"))
        write_log("off", texts=True)
        events.log.addHandler(heard)
        logging.getLogger().addHandler(heard)
        yield Planted(process.desk(), server, heard)
        process.close()
    logging.getLogger().removeHandler(heard)


def test_no_secret_stands_anywhere_after_reviews_of_all_sorts(planted: Planted) -> None:
    planted.all_reviewed()
    found = {place.__name__: b"\n".join(place(planted)) for place in PLACES}
    desk, sent = planted.desk, str([request.headers for request in planted.server.requests])
    calls = [call for id_ in planted.reviews for call in desk.archive.record(id_).calls]
    faults = [call["problem"]["fault"] for call in calls if call["problem"]]

    assert {name: shown_in(content) for name, content in found.items()} == {name: set() for name in found}
    assert [name for name, content in found.items() if TOPIC.encode() not in content] == []
    assert shown_in(sent.encode()) & {"OPENAI_API_KEY", "OPENAI_BASE_URL"}
    assert shown_in(load_settings().database.encode()) == (
        {"HITL_DATABASE"} if "://" in desk.settings.database else set()
    )
    assert desk.archive.key
    assert faults == ["wrong_key", "server_error", "garbage", "unreachable"]
