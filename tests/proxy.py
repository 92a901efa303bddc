"""nginx in front of several servers, as docs/several-servers.md says it."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[1]

MAIN = """
pid nginx.pid;
error_log error.log;
{user}
events {{}}
http {{
    log_format who '$upstream_addr $uri';
    access_log access.log who;
    client_body_temp_path temp; proxy_temp_path temp; fastcgi_temp_path temp; uwsgi_temp_path temp; scgi_temp_path temp;
{site}
}}
"""


def found_nginx() -> str:
    """The path of an installed nginx; empty where there is none."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin") or ""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def example() -> str:
    """The site in the documentation."""
    page = (ROOT / "docs" / "several-servers.md").read_text(encoding="utf-8")
    found = re.search(r"```nginx\n(.*?)```", page, re.DOTALL)
    assert found
    return found[1]


class Proxy:
    """nginx with the documented site, for these ports in the place of its own; a context manager."""

    def __init__(self, folder: Path, port: int, servers: Sequence[int]) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        site = example()
        for named, real in zip((8080, 8501, 8502, 8503), (port, *servers), strict=True):
            assert f":{named}" in site
            site = site.replace(f":{named}", f":{real}")
        user = "" if os.geteuid() else "user root;"
        (folder / "nginx.conf").write_text(MAIN.format(site=site, user=user))
        (folder / "temp").mkdir()

    def examined(self) -> str:
        """What nginx says of the configuration."""
        return self._run("-t").stderr

    def served(self, path: str) -> list[str]:
        """Which servers have answered requests for a path, first to last."""
        lines = [line.split() for line in (self.folder / "access.log").read_text().splitlines()]
        return [words[-2] for words in lines if words[-1] == path]  # before it stand those that did not

    def _run(self, *options: str) -> "subprocess.CompletedProcess[str]":
        files = ["-p", str(self.folder), "-e", "error.log", "-c", "nginx.conf"]
        return subprocess.run([found_nginx(), *files, *options], capture_output=True, text=True, check=False)

    def __enter__(self) -> Self:
        started = self._run()
        assert not started.returncode, started.stderr
        return self

    def __exit__(self, *_: object) -> None:
        self._run("-s", "stop")
