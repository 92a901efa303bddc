"""Words that can be exchanged for others: contractions, registers, plain words, spellings."""

import re
from collections.abc import Callable, Mapping

CONTRACTIONS = {
    "we are": "we're", "you are": "you're", "they are": "they're", "it is": "it's", "that is": "that's",
    "here is": "here's", "what is": "what's", "there is": "there's", "I am": "I'm", "we will": "we'll",
    "you will": "you'll", "it will": "it'll", "they will": "they'll",
    "do not": "don't", "does not": "doesn't", "did not": "didn't", "is not": "isn't", "are not": "aren't",
    "cannot": "can't", "can not": "can't", "will not": "won't", "would not": "wouldn't", "should not": "shouldn't",
    "has not": "hasn't", "have not": "haven't", "was not": "wasn't", "let us": "let's",
    "we would": "we'd", "you would": "you'd",
}  # fmt: skip

CASUAL = {
    "therefore": "so", "however": "still", "furthermore": "also", "moreover": "also", "in addition": "also",
    "additionally": "also", "assistance": "help", "approximately": "about", "regarding": "about", "purchase": "buy",
    "require": "need", "requires": "needs", "receive": "get", "receives": "gets", "obtain": "get", "inform": "tell",
    "numerous": "many", "sufficient": "enough", "prior to": "before", "is intended for": "is for",
    "Dear colleagues": "Hi everyone", "Dear all": "Hi all", "Hello everyone": "Hi everyone",
    "Dear Sir or Madam": "Hello", "kind regards": "warmly", "best regards": "warmly", "yours sincerely": "warmly",
}  # fmt: skip

FORMAL_WORDS = {
    "Hi everyone": "Dear colleagues", "Hello everyone": "Dear colleagues", "Hi all": "Dear all", "Hey": "Dear all",
    "warmly": "kind regards", "cheers": "kind regards", "thanks": "thank you", "a lot of": "many", "lots of": "many",
    "kind of": "somewhat", "pretty much": "largely", "get in touch": "contact us", "oh, and": "in addition,",
    "awesome": "excellent", "great": "excellent", "guys": "colleagues", "folks": "colleagues", "okay": "acceptable",
    "ok": "acceptable", "maybe": "perhaps", "gonna": "going to", "wanna": "want to", "stuff": "material",
    "you've got": "you have", "in plain words": "in summary",
}  # fmt: skip

PLAIN_WORDS = {
    "utilize": "use", "utilise": "use", "utilizes": "uses", "utilization": "use", "leverage": "use",
    "leverages": "uses",
    "leveraging": "using", "facilitate": "help", "facilitates": "helps", "commence": "start", "terminate": "end",
    "in order to": "to", "due to the fact that": "because", "at this point in time": "now", "with regard to": "about",
    "prior to": "before", "subsequent to": "after", "approximately": "about", "numerous": "many", "additional": "more",
    "assistance": "help", "demonstrate": "show", "demonstrates": "shows", "implement": "set up",
    "implementation": "set-up",
    "implemented": "set up", "optimize": "improve", "optimise": "improve", "endeavour": "try", "endeavor": "try",
    "sufficient": "enough", "purchase": "buy", "requires": "needs", "require": "need", "obtain": "get",
    "consequently": "so", "therefore": "so", "furthermore": "also", "moreover": "also", "nevertheless": "still",
    "consequences": "effects", "significance": "meaning", "methodology": "method", "functionality": "features",
    "stakeholders": "people involved", "robust": "strong", "seamless": "smooth", "seamlessly": "smoothly",
    "streamline": "simplify", "streamlined": "simplified", "comprehensive": "full", "innovative": "new",
    "solution": "answer", "solutions": "answers", "a legitimate one": "a fair one", "merits a considered answer":
    "needs a careful answer", "particular attention is due to": "look at", "a sound assessment": "a good judgement",
    "assessment": "judgement", "assessments": "judgements", "intended for": "for", "enthusiasm": "excitement",
    "recognise": "see", "conclusion": "judgement", "announcement": "news", "deserves": "needs",
    "occasionally": "sometimes",
}  # fmt: skip

_BRITISH_AMERICAN = (
    "colour color", "colours colors", "favour favor", "favourite favorite", "honour honor", "labour labor", "humour "
    "humor",
    "behaviour behavior", "neighbour neighbor", "centre center", "metre meter", "theatre theater", "organise organize",
    "organised organized", "organisation organization", "organisations organizations", "recognise recognize",
    "recognised recognized", "realise realize", "realised realized", "analyse analyze", "analysed analyzed",
    "optimise optimize", "optimised optimized", "customise customize", "customised customized", "prioritise prioritize",
    "summarise summarize", "specialise specialize", "catalogue catalog", "dialogue dialog", "defence defense",
    "offence offense", "licence license", "programme program", "programmes programs", "travelling traveling",
    "travelled traveled", "cancelled canceled", "modelling modeling", "judgement judgment", "grey gray", "cheque check",
    "enrol enroll", "fulfil fulfill", "ageing aging", "sceptical skeptical",
)  # fmt: skip
TO_AMERICAN = dict(pair.split() for pair in _BRITISH_AMERICAN)
TO_BRITISH = {
    american: british for british, american in TO_AMERICAN.items() if american not in ("check", "license", "dialog")
}

FILLERS = {
    "in order to": "to", "due to the fact that": "because", "at this point in time": "now", "as a matter of fact ": "",
    "very ": "", "really ": "", "actually ": "", "basically ": "", "simply ": "", "truly ": "", "literally ": "",
    "essentially ": "", "certainly ": "", "definitely ": "", "obviously ": "", "of course ": "",
}  # fmt: skip

EXPANSIONS = {short: full for full, short in CONTRACTIONS.items() if full != "can not"} | {
    "we've": "we have", "you've": "you have", "I've": "I have", "they've": "they have",
}  # fmt: skip


def swapper(table: Mapping[str, str], ending: str = r"(?!\w)") -> Callable[[str], str]:
    """A function that exchanges the table's words in a text and carries their capitals over."""
    pairs = {key.lower(): value for key, value in table.items()}
    longest_first = sorted(pairs, key=len, reverse=True)
    keys = "|".join(map(re.escape, longest_first)).replace("'", "['’]")
    pattern = re.compile(rf"(?<![\w'’])(?:{keys}){ending}", re.IGNORECASE)

    def swapped(found: re.Match[str]) -> str:
        words = pairs.get(found[0].lower().replace("’", "'"), found[0])
        if not found[0][0].isupper():
            return words
        return words[:1].upper() + words[1:] if words else found[0]

    return lambda text: pattern.sub(swapped, text)


contract = swapper(CONTRACTIONS, ending=r"(?= +[^\W\d_])")
expand = swapper(EXPANSIONS)
casual = swapper(CASUAL)
formal = swapper(FORMAL_WORDS)
plain = swapper(PLAIN_WORDS)
american = swapper(TO_AMERICAN)
british = swapper(TO_BRITISH)
squeeze = swapper(FILLERS, ending="")
