"""Is this desk well? Each check is a plain value with a sentence; looking changes nothing."""

import os
import platform
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from typing import Any, Literal

from hitl import __version__, tracing
from hitl.domain import seconds_since
from hitl.errors import BadInput, HitlError
from hitl.hosts import LOOPBACK
from hitl.settings import Settings, export_secrets, load_settings, streamlit_file
from hitl.store import Database, Store, damage_in_words, open_database
from hitl.store.database import SCHEMA
from hitl.store.faults import SENTENCES
from hitl.store.sqlite import SAFE_WITH_SEVERAL_PROCESSES
from hitl.wording import clock
from hitl.writer.openai import listed_models

State = Literal["ok", "warning", "failed"]
Finding = tuple[State, str]

PACKAGES = ("streamlit", "langgraph", "langgraph-checkpoint-sqlite", "langchain-openai", "SQLAlchemy")
ONLY_FOR_POSTGRES = "langgraph-checkpoint-postgres"

LITTLE_ROOM = 200
"""MB on the disk of a SQLite file below which there is a warning."""

QUEUE_SECONDS = 180
"""What a draft may take beyond its own time, waiting for others to be written, before there is a warning."""

MOST_NAMED = 5

CLOCKS_APART = 1.0
"""Seconds by which clocks may differ before there is a warning."""

RECORDS_LOOKED_AT = 100
SET_CLOCKS = (
    "Let each machine set its clock by a time server (NTP): decisions keep their order, but their times are wrong."
)

STREAMLIT = ".streamlit/config.toml"


def _on(value: object) -> bool:
    return str(value).lower() in ("true", "1", "yes", "on", "t", "y")


_UNSAFE: dict[str, tuple[Callable[[Any], bool], str]] = {
    "enableAgentApi": (_on, "is on: any program can press the buttons of a page, Accept too"),
    "enableCORS": (lambda value: not _on(value), "is off: Streamlit lets pages of any site read what it answers"),
    "enableXsrfProtection": (lambda value: not _on(value), "is off: Streamlit takes files from pages of any site"),
    "corsAllowedOrigins": (bool, "lets pages of other sites read what Streamlit answers"),
    "xsrfCookieSameSite": (
        lambda value: str(value).lower() == "none",
        "lets other sites send requests with Streamlit's secret",
    ),
}
"""Settings of Streamlit's server that would let other pages, or programs, act for an editor: when they do, and how.

They are read from where Streamlit reads them, without it. What a server was given on its command line is not seen here.
"""


@dataclass(frozen=True)
class Check:
    """What was looked at, and what was found, as a sentence; nothing secret is in it."""

    name: str
    state: State
    told: str


def healthy(checks: list[Check]) -> bool:
    """True where nothing failed; warnings are no failure."""
    return all(check.state != "failed" for check in checks)


def examine_here() -> list[Check]:
    """Examine the desk that would be opened here; settings that cannot be used are a failed check."""
    try:
        export_secrets()
        settings = load_settings()
    except BadInput as error:
        return [*_looked({"versions": _versions}), Check("settings", "failed", str(error))]
    return examine(settings)


def examine(settings: Settings) -> list[Check]:
    """Examine a desk with these settings. Nothing is made or changed, and no token is spent."""
    checks = _looked(
        {
            "versions": _versions,
            "settings": lambda: ("ok", "All settings can be used."),
            "hosts": partial(_hosts, settings),
            "protection": _protection,
            "writer": partial(_writer, settings),
            **({} if settings.offline else {"model server": partial(_model_server, settings)}),
            "traces": _traces,
        }
    )
    try:
        with closing(open_database(settings.database, as_it_is=True)) as database:
            return checks + _database(database, settings)
    except HitlError as error:
        return [*checks, Check("database", "failed", str(error))]


def _database(database: Database, settings: Settings) -> list[Check]:
    """Look at the database as far as it lets itself be looked at. Raises HitlError where it does not at all."""
    facts, stands_at = database.facts(), database.stands_at()
    looks: dict[str, Callable[[], Finding]] = {
        "database": lambda: ("ok", f"{facts['kind']} {facts['version']}, {facts['place']}."),
        "tables": partial(_tables, stands_at),
        "writable": partial(_writable, database, facts),
    }
    if facts["kind"] == "SQLite":
        looks["SQLite"] = partial(_sqlite, facts["version"])
    else:
        looks["encoding"] = partial(_encoding, facts["encoding"], facts["lower"])
    if stands_at == SCHEMA:
        store = Store(database)
        looks |= {
            "clock": partial(_clocks, database, store),
            "drafting": partial(_drafting, store, settings.draft_seconds + QUEUE_SECONDS),
            "damaged": partial(_damaged, store),
            "search": partial(_search, store),
        }
    return _looked(looks)


def _looked(looks: Mapping[str, Callable[[], Finding]]) -> list[Check]:
    checks = []
    for name, look in looks.items():
        try:
            checks.append(Check(name, *look()))
        except HitlError as error:
            checks.append(Check(name, "failed", str(error)))
    return checks


def _versions() -> Finding:
    found = {"hitl": __version__, "Python": platform.python_version()}
    for package in (*PACKAGES, ONLY_FOR_POSTGRES):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            if package != ONLY_FOR_POSTGRES:
                return "failed", f"{package} is not installed. Install hitl again."
    return "ok", ", ".join(f"{name} {number}" for name, number in found.items()) + "."


def _hosts(settings: Settings) -> Finding:
    own = f"The server answers at {', '.join(sorted(LOOPBACK))} and at the address that it is started with"
    if not settings.hosts:
        return "ok", f"{own}. Behind a proxy, set HITL_HOSTS to the address that the browser shows."
    return "ok", f"{own}, and at {', '.join(map(str, settings.hosts))} (HITL_HOSTS)."


def _protection() -> Finding:
    found = streamlit_file(STREAMLIT, "server")
    found |= {name: os.environ[_variable(name)] for name in _UNSAFE if _variable(name) in os.environ}
    wrong = [
        f"server.{name} {what}. Remove it from {STREAMLIT}, and {_variable(name)} from the environment."
        for name, (unsafe, what) in _UNSAFE.items()
        if name in found and unsafe(found[name])
    ]
    return ("failed", " ".join(wrong)) if wrong else ("ok", "No setting of Streamlit lets other sites or programs in.")


def _variable(name: str) -> str:
    words = name.replace("CORS", "Cors")
    return "STREAMLIT_SERVER_" + "".join(f"_{char}" if char.isupper() else char for char in words).upper()


def _writer(settings: Settings) -> Finding:
    if settings.offline:
        return "ok", "The built-in writer writes; no model is connected."
    return "ok", f"The model “{settings.model}” writes, at {settings.server}."


def _model_server(settings: Settings) -> Finding:
    listed = listed_models(settings.openai_api_key.get_secret_value(), settings.openai_base_url)
    if listed is None:
        return "warning", (
            "The server answers, but does not list its models to this key, so that only a draft can show whether it "
            "writes. Check OPENAI_BASE_URL (it usually ends in /v1) if drafts fail."
        )
    asked = {settings.model, f"{settings.model}:latest", f"models/{settings.model}"}  # Ollama's and Google's lists
    if asked.isdisjoint(listed):
        return "warning", f"The server answers, but “{settings.model}” is not in its list of models. Check HITL_MODEL."
    return "ok", f"The server answers and has “{settings.model}”."


def _traces() -> Finding:
    if where := tracing.place():
        return "ok", f"All runs, with the texts in them, are sent to LangSmith at {where}."
    return "ok", "Nothing is sent to LangSmith: that takes LANGSMITH_TRACING and LANGSMITH_API_KEY."


def _tables(stands_at: str | None) -> Finding:
    if stands_at is None:
        return "ok", "There are none yet: they are made at the first start."
    if stands_at < SCHEMA:
        return "failed", f"They stand at version {stands_at}. {SENTENCES['older']}"
    if stands_at > SCHEMA:
        return "failed", f"They stand at version {stands_at}, this hitl knows {SCHEMA}. Install the newer hitl again."
    return "ok", f"They stand at version {SCHEMA}, the newest."


def _writable(database: Database, facts: dict[str, str]) -> Finding:
    database.rehearse()
    free = int(facts.get("free", LITTLE_ROOM))
    if free < LITTLE_ROOM:
        return "warning", f"It can be written, but only {free} MB are free on its disk. Make room there."
    return "ok", "It can be written."


def _sqlite(version: str) -> Finding:
    if tuple(int(part) for part in version.split(".")) >= SAFE_WITH_SEVERAL_PROCESSES:
        return "ok", f"SQLite {version} is safe with several processes."
    safe = ".".join(str(part) for part in SAFE_WITH_SEVERAL_PROCESSES)
    return "warning", (
        f"SQLite {version} may, rarely, damage a file that several processes write: run one server process, "
        f"or use PostgreSQL, or a Python with SQLite {safe} or newer."
    )


def _encoding(encoding: str, lower: str) -> Finding:
    if encoding != "UTF8":
        return "failed", f"The database stores {encoding}, which has no room for every text. Create it with UTF8."
    if lower != "ä":
        return "warning", (
            "UTF8, but its locale knows lower case for ASCII only, so that a search for “äpfel” misses “Äpfel”. "
            "Create the database with a locale such as C.UTF-8 (PostgreSQL's own, from version 17)."
        )
    return "ok", "UTF8, with lower case beyond ASCII."


def _drafting(store: Store, long: float) -> Finding:
    unfinished = store.unfinished()
    if not unfinished:
        return "ok", "No draft is being written."
    with damage_in_words("The time"):
        since = store.review(next(iter(unfinished))).updated_at
    told = f"Drafts being written: {len(unfinished)}, the oldest since {clock(since)}."
    if seconds_since(since) > long:
        return "warning", f"{told} That is long: start hitl, which goes on with it by itself, or look at its log."
    return "ok", told


def _clocks(database: Database, store: Store) -> Finding:
    """Whether clocks agree. Nothing is ordered by them; but the times that people read would be wrong."""
    clocks = [0.0, *database.clocks()]
    if (apart := max(clocks) - min(clocks)) > CLOCKS_APART:
        return (
            "warning",
            f"The clocks of the servers on this database, and its own, are {apart:.0f} s apart. {SET_CLOCKS}",
        )
    with damage_in_words("A time"):
        times = [[-seconds_since(at) for at in record] for record in store.times(RECORDS_LOOKED_AT)]
    ahead = max((at for record in times for at in record), default=0.0)
    if ahead > CLOCKS_APART:
        return "warning", f"Something is recorded {ahead:,.0f} s in the future. {SET_CLOCKS}"
    back = max((a - b for record in times for a, b in pairwise(record)), default=0.0)
    if back > CLOCKS_APART:
        return "warning", f"Recorded times go back by {back:,.0f} s within a review. {SET_CLOCKS}"
    return "ok", "Clocks agree, and no recorded time lies in the future."


def _damaged(store: Store) -> Finding:
    damaged = store.damaged()
    if not damaged:
        return "ok", "No review is known to be damaged."
    named = ", ".join(damaged[:MOST_NAMED]) + (", ..." if len(damaged) > MOST_NAMED else "")
    return "failed", f"Reviews that cannot be read: {len(damaged)} ({named}). Restore them from a back-up."


def _search(store: Store) -> Finding:
    waiting = store.not_indexed()
    if waiting is None:
        return "warning", (
            "This SQLite cannot index words (it lacks FTS5), so that a search reads every text and takes long where "
            "there are very many. Use a Python whose SQLite has it, on a new file, or PostgreSQL."
        )
    if waiting:
        told = f"Reviews whose words are not in the index yet: {waiting}."
        return "ok", f"{told} They are found too, only not as quickly; hitl puts them in by itself while it runs."
    return "ok", "The words of all reviews are in the index."
