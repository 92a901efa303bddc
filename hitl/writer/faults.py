"""Why a draft did not come: each fault's stable name, and what the editor reads about it."""

from hitl.errors import DraftFailed

SENTENCES = {
    "unreachable": "The model's server could not be reached, or broke the connection at once. "
    "Check the network or OPENAI_BASE_URL, then try again.",
    "wrong_address": "There is no model server at the address that was set. "
    "Check OPENAI_BASE_URL (it usually ends in /v1), then try again.",
    "wrong_key": "The model's server did not accept the key. Check OPENAI_API_KEY, then try again.",
    "forbidden": "The model's server does not let this key write with this model. "
    "Ask whoever manages the account, then try again.",
    "unknown_model": "The model's server does not know the model “{model}”. "
    "Make it available there and try again, or correct HITL_MODEL and start a new review.",
    "rate_limit": "The model's server is getting too many requests just now. Wait a minute, then try again.",
    "quota": "The account at the model's server has no credit left. "
    "Top it up, or ask whoever pays for it, then try again.",
    "server_error": "The model's server has a problem of its own. Wait a minute, then try again.",
    "timeout": "The model's server fell silent and the wait was given up. "
    "Try again; a model that is just being loaded may answer the next time.",
    "deadline": "The draft was not finished after {seconds:g} seconds and was given up. "
    "Try again, or ask for a shorter text.",
    "stopped": "The draft was stopped before it was finished. Try again when you are ready.",
    "cut": "The connection to the model's server broke in the middle of the text. Try again.",
    "no_end": "The text broke off without a sign that it was finished, so its end may be missing. Try again.",
    "length": "The model reached its own length limit before the text was finished. "
    "Ask for a shorter text, or try again.",
    "content_filter": "The content filter of the model's server blocked the text. "
    "Put the request in other words, then try again.",
    "refusal": "The model declined to write this text. Put the request in other words, then try again.",
    "empty": "The model answered without a text. Try again.",
    "garbage": "The answer of the model's server could not be understood. "
    "Check that OPENAI_BASE_URL is the address of a model server (it usually ends in /v1), then try again.",
    "context_too_long": "The brief, the draft and the feedback together are longer than the model can read. "
    "Shorten the draft by hand, or start a new review with a model that reads more.",
    "bad_request": "The model's server rejected the request. "
    "Try again; if that does not help, start a new review with another model.",
    "too_long": "The model wrote more than {characters:,} characters without an end and was cut off. "
    "Ask for a shorter text, or try again.",
    "nothing_done": "Nothing was changed. {notes} Put it in other words, edit by hand, or connect a language model.",
    "nothing_to_write": "The brief holds only instructions, and the demo writer can write nothing of its own. "
    "Start a new draft with the facts that are to be in the text, or connect a language model.",
    "broken": "The writer made a mistake that nobody foresaw; the log says more. Try again, or start a new review.",
}
"""A fault's name -> what happened and what to do now, with the values that `failed` fills in."""


def failed(fault: str, tokens: int = 0, **values: object) -> DraftFailed:
    """The exception for a fault of `SENTENCES`; `values` are what its sentence asks for."""
    return DraftFailed(fault, SENTENCES[fault].format(**values), tokens)
