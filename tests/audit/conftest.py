"""The record of a review, and a key to sign its bundle by."""

from contextlib import closing
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from hitl.audit import Record
from hitl.bundle import Signer, signer_of
from hitl.graph import ReviewGraph, build_graph
from hitl.snapshots import record_of
from hitl.store import Store, open_database
from tests.audit.generated import Generator


@pytest.fixture(scope="session")
def graph() -> ReviewGraph:
    return build_graph()


@pytest.fixture(scope="session")
def records(graph: ReviewGraph, tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """The records of many reviews, which nobody may change."""
    with closing(open_database(str(tmp_path_factory.mktemp("records") / "reviews.sqlite"))) as opened:
        store = Store(opened)
        generator = Generator(store, graph, seed=8)
        return [record_of(store, generator.review(f"{n:032x}", 12)) for n in range(40)]


@pytest.fixture
def ended(records: list[Record]) -> Record:
    """The record of a review that a model wrote for, and that was accepted."""
    accepted = [each for each in records if each.decisions[-1]["verb"] == "accept" and each.calls]
    return deepcopy(max(accepted, key=lambda each: len([call for call in each.calls if call["model"]])))


@pytest.fixture
def waiting(records: list[Record]) -> Record:
    """The record of a review that waits, about a text."""
    return deepcopy(next(each for each in records if (each.review["stop"] or {}).get("number")))


@pytest.fixture
def signer(tmp_path: Path) -> Signer:
    return signer_of(key_file(tmp_path / "key.pem"))


def key_file(path: Path, key: Any = None, password: bytes = b"") -> str:  # noqa: ANN401 - any private key
    """A file with a private key, a new one of the right kind unless another is given."""
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    content = (key or Ed25519PrivateKey.generate()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)
    path.write_bytes(content)
    return str(path)


@pytest.fixture
def generator(store: Store, graph: ReviewGraph) -> Generator:
    return Generator(store, graph, seed=11)
