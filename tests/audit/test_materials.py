"""Prompts that were kept are read for ever, whichever version of hitl packed them."""

from hitl.audit import Record, prompt_of
from hitl.codec import dump
from hitl.domain import Brief, Kind, sha256

PROMPT = (
    '[["system", "Rules."], ["human", "<topic>\\nThe new library\\n</topic>\\n<text>\\nWe open on Monday.\\n</text>\\n'
    '<feedback-ab12 number=\\"1\\">\\nShorter, please.\\n</feedback-ab12>"]]'
)
PACKED = (
    "ePk4xiKoi45WKq4sLknNVdJRUAoqzUkt1lOK1VGIVsoozU3MAwnalOQXZCbbxeSFoDopJs9GHyZlU5JaUQKkMV0CVgWRtIFbmphkaARzYYySYYwS"
    "UBbdkSCNKBrslGJjATfjO1Q="
)


def record(draft: str) -> Record:
    brief = Brief("The new library", Kind.BLOG, must_haves=("Sundays",))
    return Record(
        {"brief": dump(brief)},
        [{"number": 1, "verb": "revise", "seen_number": 1, "feedback": "Shorter, please."}],
        revisions=[{"number": 1, "text": draft}],
    )


def test_a_prompt_is_read_as_it_was_sent() -> None:
    call = {"cause": 1, "prompt": PACKED, "prompt_sha256": sha256(PROMPT)}
    messages = prompt_of(record("We open on Monday."), call)

    assert messages is not None
    assert messages[0] == ("system", "Rules.")
    assert "Shorter, please." in messages[1][1]
    assert prompt_of(record("We open on Tuesday."), call) is None
