"""What a writer is given and what comes of it, and what is kept of each call."""

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Callable, Generator, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from hitl.domain import Brief, Policy, Problem, sha256

_WINDOW = 32_768
"""Bytes that zlib looks back."""

Messages = tuple[tuple[str, str], ...]
"""(role, content) of each message to a model."""


@dataclass(frozen=True)
class Assignment:
    """What a writer gets: the brief, the text that stands now, and all feedback, oldest first.

    `draft` is empty for a first draft. Otherwise the last of `feedback` is the one to carry out.
    `prompt` is all that `model` is sent, and what is recorded as sent; the built-in writer needs none.
    """

    brief: Brief
    draft: str = ""
    feedback: tuple[str, ...] = ()
    model: str = Policy.models[0]
    seconds: float = Policy.draft_seconds
    prompt: Messages = ()


@dataclass(frozen=True)
class Written:
    """What a writer delivers at its end: the text that counts, and what it took.

    `notes` are sentences for the editor, such as an ask that was not understood. `answer` is all that the
    model sent, None where that is just the text.
    """

    text: str
    model: str
    tokens: int = 0
    notes: tuple[str, ...] = ()
    answer: str | None = None


Writing = Generator[str, None, Written]
Writer = Callable[[Assignment], Writing]
"""Yields the text as it grows, piece by piece, returns a `Written`, raises `DraftFailed`."""


@dataclass(frozen=True)
class Call:
    """One draft that was asked for: what was asked, when and of whom, and what came.

    `model` and `server` are empty where no model was asked, `prompt` too; `limit` is the seconds that it might
    take, `seconds` what it took. Of `written` and `problem` one is there. `partial` is what came of a call that failed.
    """

    at: str
    limit: float
    seconds: float
    tokens: int
    model: str = ""
    server: str = ""
    prompt: Messages = ()
    partial: str = ""
    written: Written | None = None
    problem: Problem | None = None

    def kept(self, cause: int, work: Assignment) -> dict[str, Any]:
        """The call as it is kept, in JSON's types, under the number of the decision behind it (0: the start).

        The text of a call that succeeded stands in its revision. The prompt is packed, since it repeats
        what stands elsewhere: `prompt_of` unpacks it.
        """
        prompt = json.dumps(self.prompt, ensure_ascii=False)
        return {
            "cause": cause,
            "at": self.at,
            "model": self.model,
            "server": self.server,
            "limit": float(self.limit),
            "prompt": packed(prompt, material(work.brief, work.feedback, work.draft)),
            "prompt_sha256": sha256(prompt),
            "answer": self.written.answer if self.written else self.partial,
            "seconds": float(self.seconds),
            "tokens": self.tokens,
            "problem": asdict(self.problem) if self.problem else None,
        }


def material(brief: Brief, feedback: Iterable[str], draft: str) -> bytes:
    """What a prompt repeats: the brief, the text that stood, each feedback once as it stands between its tags.

    Prompts that are kept can be read by the same material only.
    """
    asked = (f' number="{n}">\n{words}\n</feedback-' for n, words in enumerate(dict.fromkeys(feedback), 1))
    return "\n".join((*told(brief), draft, *asked)).encode()[-_WINDOW:]


def told(brief: Brief) -> tuple[str, ...]:
    """All words of a brief."""
    return brief.topic, brief.kind.value, brief.audience, brief.tone, brief.language, *brief.must_haves


MOST_UNPACKED = 4_000_000
"""Bytes of the longest prompt that is read back."""


def packed(prompt: str, known: bytes) -> str:
    """A prompt, exactly, in few bytes: zlib with `known` as its dictionary, so that is not stored again; in Base64."""
    packer = zlib.compressobj(9, zdict=known)
    return b64encode(packer.compress(prompt.encode()) + packer.flush()).decode()


def unpacked(kept: str, known: bytes) -> str:
    """The prompt that was packed with the same `known`. Raises ValueError where it is another one, or too long."""
    unpacker = zlib.decompressobj(zdict=known)
    try:
        compressed = b64decode(kept, validate=True)
        prompt = unpacker.decompress(compressed, MOST_UNPACKED)
    except zlib.error as error:
        raise ValueError("the prompt cannot be read") from error
    if not unpacker.eof or unpacker.unused_data or b64encode(compressed).decode() != kept:
        raise ValueError("the prompt is too long, or something was added to it")
    return prompt.decode()
