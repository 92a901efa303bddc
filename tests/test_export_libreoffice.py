"""A word processor that is not ours settles the tracked changes; skipped where LibreOffice is not installed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from docx.oxml.ns import qn

from hitl import export
from hitl.export.layout import holdable
from tests.docx_reader import body, text_of
from tests.exports import case

SOFFICE = shutil.which("soffice")
pytestmark = pytest.mark.skipif(
    SOFFICE is None, reason="LibreOffice is not installed: apt-get install libreoffice-writer-nogui"
)

MACRO = """
Sub Settle(source, target, command)
    Dim hidden(0) As New com.sun.star.beans.PropertyValue
    Dim word(0) As New com.sun.star.beans.PropertyValue
    hidden(0).Name = "Hidden" : hidden(0).Value = True
    word(0).Name = "FilterName" : word(0).Value = "Office Open XML Text"
    document = StarDesktop.loadComponentFromURL(source, "_blank", 0, hidden())
    dispatcher = createUnoService("com.sun.star.frame.DispatchHelper")
    dispatcher.executeDispatch(document.CurrentController.Frame, command, "", 0, Array())
    document.storeToURL(target, word())
    document.close(True)
End Sub
"""
MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1"
 script:language="StarBasic">{}</script:module>"""
HISTORIES = (
    ("One.", "One."),
    ("One.\n\nTwo.", "One. Two."),
    ("One. Two.", "One.\n\nTwo.", "One.\nTwo.\n\nThree."),
    ("Gone soon.\n\nStays.", "Stays."),
    ("Stays.", "Comes.\n\nStays.", "Stays."),
    ("A <b> & \ttab.", "A <i> & \ttab \x0b.", "Something else altogether."),
    ("One. Two.", "One. Here. There. Two.", "One. Here. Two.", "One. Two."),
    ("word \n\n\n\tc \n\t", "\n\n\na🙂\n", "- a\t\x0bword ", "**\t\u2029b<b>"),
    ("🙂  🙂", "- c \t **# 🙂\n", "a\n\n\u2029word \ta\u2029- c ", "# word \nword \n\n\n\u2029**\n\n\n\nz"),
    ("שלום.\n\nHello.", "שלום עולם.\n\nHello.\n\nAgain."),
)


def office(profile: Path, *arguments: str) -> None:
    """Run LibreOffice with a profile of its own until it ends."""
    command = [str(SOFFICE), f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", *arguments]
    home = {"HOME": str(profile), "PATH": os.environ["PATH"]}
    subprocess.run(command, check=True, timeout=100, env=home, capture_output=True)


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A profile with our macro, which goes over the module that LibreOffice puts there when it first starts."""
    profile = tmp_path_factory.mktemp("profile")
    office(profile, "--terminate_after_init")
    module = MODULE.format(MACRO.replace("&", "&amp;").replace("<", "&lt;"))
    (profile / "user/basic/Standard/Module1.xba").write_text(module)
    return profile


def settled(profile: Path, file: Path, command: str) -> str:
    """What LibreOffice makes of a document with one of its commands, each time started anew."""
    target = file.with_name("settled.docx")
    office(profile, f'macro:///Standard.Module1.Settle("{file.as_uri()}", "{target.as_uri()}", ".uno:{command}")')
    return "\n\n".join(text_of(paragraph) for paragraph in body(target.read_bytes()).findall(qn("w:p")))


@pytest.mark.parametrize("history", HISTORIES)
@pytest.mark.parametrize(("command", "number"), [("AcceptAllTrackedChanges", -1), ("RejectAllTrackedChanges", 0)])
def test_libreoffice_accepts_to_the_last_text_and_rejects_to_the_first(
    profile: Path, tmp_path: Path, history: tuple[str, ...], command: str, number: int
) -> None:
    file = tmp_path / "history.docx"
    file.write_bytes(export.tracked_docx(*case(*history)))

    assert settled(profile, file, command) == holdable(history[number])
