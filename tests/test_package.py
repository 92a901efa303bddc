"""The package as somebody installs it: its pages and its commands, away from the source."""

import os
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.conftest import ROOT
from tests.proxy import free_port

PARTS = (
    "MANIFEST.in",
    "hitl",
    "pages",
    ".streamlit",
    "pyproject.toml",
    "setup.py",
    "README.md",
    "LICENSE",
    "streamlit_app.py",
)
START_SECONDS = 60.0


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package in it, built from a copy of what it is built from."""
    source, built = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("built")
    for part in (*PARTS, *(path.name for path in ROOT.glob("requirements*.txt"))):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copy
        copy(ROOT / part, source / part)
    build = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", ".", "-w", str(built)]
    subprocess.run(build, cwd=source, check=True, timeout=100)
    (wheel,) = built.glob("hitl_desk-*.whl")
    with ZipFile(wheel) as file:
        file.extractall(built)
    return built


def command(installed: Path, *words: str) -> list[str]:
    assert (installed / "hitl" / "__main__.py").is_file()
    return [sys.executable, "-m", "hitl", *words]


def test_whatever_lies_beside_the_code_is_installed_with_it(installed: Path) -> None:
    beside = [path.relative_to(ROOT) for path in (ROOT / "hitl").rglob("*.*") if path.suffix not in (".py", ".pyc")]

    served = installed / "hitl" / "served"

    assert {path.name for path in served.iterdir()} - {"__init__.py"} == {"streamlit_app.py", "pages", ".streamlit"}
    assert beside
    assert [path for path in beside if not (installed / path).is_file()] == []


def test_an_installed_desk_is_well_in_any_folder(installed: Path, tmp_path: Path) -> None:
    env = os.environ | {"PYTHONPATH": str(installed)}
    done = subprocess.run(
        command(installed, "doctor"), cwd=tmp_path, env=env, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 0, done.stdout + done.stderr
    assert str(tmp_path) in done.stdout


def test_an_installed_desk_serves_its_pages_from_any_folder(installed: Path, tmp_path: Path) -> None:
    port = free_port()
    words = ("desk", "--server.headless", "true", "--server.port", str(port))
    env = os.environ | {"PYTHONPATH": str(installed)}
    with subprocess.Popen(command(installed, *words), cwd=tmp_path, env=env, stdout=subprocess.DEVNULL) as server:
        try:
            assert "<title>" in page(f"http://127.0.0.1:{port}/")
        finally:
            server.terminate()
            assert server.wait(START_SECONDS) is not None


def page(url: str) -> str:
    """What a server answers, as soon as it does."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())
        except (urllib.error.URLError, ConnectionError):
            assert time.monotonic() < deadline, "the server did not start"
            time.sleep(0.1)
