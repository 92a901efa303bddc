"""A bundle as it is read: with distrust, into memory, and nothing in it but what `verify` can make anew."""

from dataclasses import dataclass
from functools import cached_property

from hitl import __version__
from hitl.audit import Record
from hitl.bundle.exact_json import dumped, loaded
from hitl.bundle.manifest import ABOUT, MANIFEST, SIGNATURE, About, manifest, public_key_in
from hitl.bundle.papers import papers
from hitl.bundle.sealed import RECORD, Sealed, record_of
from hitl.bundle.signing import fingerprint, fits
from hitl.bundle.zip_file import unzipped
from hitl.errors import BadInput

KEY_WORDS = "Only comparing this fingerprint with one that you have from its owner shows whose key it is."


@dataclass(frozen=True)
class Bundle:
    """What was read from a bundle: the record, all files by name, and the public key, b"" where it is not signed."""

    record: Record
    about: About
    files: dict[str, bytes]
    public: bytes

    @property
    def key(self) -> str:
        """The fingerprint of the key by which it says that it is signed, "" where it says nothing."""
        return fingerprint(self.public) if self.public else ""

    @property
    def signed(self) -> str:
        """By whom it is signed, in words; "" where it is not, or the signature does not fit."""
        return f"Signed by the key {self.key}. {KEY_WORDS}" if self.public and self._signature_fits else ""

    def findings(self, key: str = "") -> list[str]:
        """What in the files is not as it was written, and that it is not signed by the `key` with this fingerprint."""
        made = self._made_anew()
        found = [f"{name} is missing." for name in made if name not in self.files]
        found += [f"{name} was put in." for name in self.files if name not in made]
        found += [self._changed(name) for name, content in made.items() if self.files.get(name, content) != content]
        if self.public and not self._signature_fits:
            found.append(
                f"The signature in {SIGNATURE} does not fit: the manifest was changed, or it is another key's."
            )
        if key and not self.public:
            found.append("It is not signed.")
        elif key and key != self.key:
            found.append(f"It is signed by another key: {self.key}.")
        return found + [f"Not as sealed at the desk when this was written: {told}" for told in self.about.findings]

    def _made_anew(self) -> dict[str, bytes]:
        """All files as they must be, by the record, the facts beside it and the public key."""
        kept = {RECORD: self.files[RECORD], ABOUT: dumped(self.about)}
        files = kept | papers(self.record, self.about, self.public)
        signature = {SIGNATURE: self.files.get(SIGNATURE, b"")} if self.public else {}
        return files | {MANIFEST: manifest(files, self.public)} | signature

    def _changed(self, name: str) -> str:
        if self.about.hitl == __version__:
            return f"{name} was changed: it is not what the record says."
        return (
            f"{name} is not what hitl {__version__} makes of the record. It was changed, or has the words of "
            f"hitl {self.about.hitl[:20]}, by which it says that it was written: check it with that."
        )

    @cached_property
    def _signature_fits(self) -> bool:
        return fits(self.files.get(SIGNATURE, b""), self.files[MANIFEST], self.public)


def opened_bundle(data: bytes) -> Bundle:
    """Read a bundle. Raises BadInput for what is none, or is too large, or is of another form."""
    files = unzipped(data)
    if absent := [name for name in (MANIFEST, ABOUT, RECORD) if name not in files]:
        raise BadInput(f"This is no bundle: {absent[0]} is missing in it.")
    public = public_key_in(files[MANIFEST])
    record = record_of(loaded(Sealed, files[RECORD], RECORD))
    return Bundle(record, loaded(About, files[ABOUT], ABOUT), files, public)
