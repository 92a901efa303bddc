"""How facts are found, in words for the page."""

RULES = (
    "Numbers, dates, names, links and quotations are found by fixed rules; no model is asked, nothing is looked up.",
    "A fact is known if it stands in the brief, in your feedback, in the text you began with, or in a sentence"
    " that an editor wrote or changed by hand; the source that says it first is named.",
    "A text that was taken over from an earlier review is no source itself: a model may have written it. What"
    " people said and wrote there is one.",
    "The way of writing does not count: 12,000 is 12.000 and twelve thousand, 40% is forty percent,"
    " and 2 March is March 2. A number with a unit needs the same unit.",
    "A name is made of words with a capital that no beginning of a sentence explains; it is known if each of its"
    " words is. In German, where all nouns have a capital, a name has two words or more, or is an abbreviation"
    " or a well-known place.",
    "Names in scripts without capitals, and numbers in words other than English and German, are not found.",
    "Known does not mean true, and a fact that no rule finds is not shown: read the text before you accept it.",
)
