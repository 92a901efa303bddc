"""Proper names by plain rules: capitals that no beginning of a sentence explains."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hitl.facts.fact import Fact, Found, Taken
from hitl.sentences import body, split

_WORD = re.compile(r"[^\W_]+(?:[-\u2010\u2011'’&][^\W_]+)*")
_BEGINS = frozenset(":\"“”„«»‹›‘‚'¿¡•|>*_#–—")  # noqa: RUF001
_PARTS = re.compile(r"[^\W_]+")
_ELISION = re.compile(r"(?:[dlDL]|[Qq]u)['’](?=\w)")
_POSSESSIVE = re.compile(r"['’]s?\Z")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words("Dr Mr Mrs Ms Prof St Mme Sr Sra Dott Sig")
_LINKS = _words("of de del della di da do dos du des la le von van der den zu y e the al bin ten ter")
_GERMAN_LINKS = _words("van de del la bin al")


_NOT_NAMES = _words("""
    I I'm I've I'll I'd I’m I’ve I’ll I’d CEO CTO CFO COO CMO HR IT PR AI KI API FAQ PDF USP B2B B2C CTA OK TV DIY ROI
    KPI KPIs SEO URL PS Q&A UX UI ID VIP FYI ASAP RSVP NB LED USB GPS NEW FREE NOW Team All Sir Madam Internet AM PM
    Mr Mrs Ms Dr Prof Herr Frau Uhr Sie Ihr Ihre Ihren Ihrem Ihrer Ihnen Du Dein Deine Euch Euer
""")
_COMMON = _words("""
    a about after again all also although always an and another any are as ask at be because been before being best
    better book buy call check contact follow keep watch
    between both but by can come could dear did discover do does don't each easy even every everyone everything few
    find first for free from fully get give good great had happy has have he hello help her here hi his how however if
    imagine in instead into is it it's its join just last learn let let's like look made make many maybe meet more most
    my need never new next no not nothing now of on once one only or other our out over please read ready really
    remember save see she should since so some sometimes start still stop such take thank thanks that that's the their
    them then there there's these they they're things think this those though three through to today together tomorrow
    too try two under until up us use very visit want was we we're we've welcome were what what's when where whether
    which while who whose why will with without work would yes yesterday yet you you're your
    ab aber alle allem allen aller alles als also am an andere auch auf aus bei beim besuchen bis bitte da dabei dadurch
    damit danach dann das dass dein deine dem den denn der des deshalb die dies diese diesem diesen dieser dieses doch
    dort du durch ein eine einem einen einer eines einfach endlich entdecken er erst erstmals es euch euer für ganz
    gemeinsam gerade gute guten haben hallo hat heute hier hinter ich ihr ihre ihren im immer in ist ja jede jeden jeder
    jedes jetzt kein keine kommen kommt können lassen liebe lieber machen man mehr mein meine mit morgen nach nachdem
    neben neu neue neuen neuer neues nicht noch nun nur ob oder ohne schon sehr seit sein seine sich sie sind so sobald
    sogar sondern sonst trotz trotzdem über um und uns unser unsere unseren unserem unserer unter viel viele vielen
    vielleicht vom von vor während wann warum was weil weitere welche wenn wer werden wie wieder wir wird wo zu zudem
    zum zur zusammen zwischen nie ob fast
    à au aujourd'hui aussi aux avec bonjour car ce ces cet cette chaque chez comme comment dans de depuis des donc du
    elle elles en est et grâce ici il ils je la le les leur leurs lorsque mais merci mon ne nos notre nous nouveau
    nouvelle on ou où par parce pas pendant plus pour pourquoi quand que quel quelle qui sa sans selon ses si son sous
    sur ton tous tout toute toutes très tu un une venez voici vos votre vous
    al algunos ante aquí así aunque bienvenidos cada como con cuando cómo del desde después durante el ella ellos entre
    es esta estas este esto estos gracias ha hasta hay hola hoy la las lo los más mi muchos muy no nosotros nuestra
    nuestras nuestro nuestros nueva nuevo para pero por porque que qué quien según ser si sin sobre son su sus también
    todo todos tras tu un una y ya
    adesso alla allo anche ancora benvenuti che chi ci ciao come con così da dal dalla dei del della delle di dopo dove
    ecco gli grazie i il io la le lei lo loro lui ma mentre nel nella noi non nostra nostri nostro o oggi ogni per
    perché però più poi prima qui quando quello questa queste questi questo se sei senza siamo solo sono sua suo
    tra tutti tutto un una uno vi voi
""")
_GERMAN_LEAD = _words("""
    Anfang Ende Mitte Millionen Milliarden Million Milliarde Tausend Prozent Euro Stück Liter Kilo Tonnen Stunden Stunde
    Minuten Tage Tagen Wochen Monate Jahre Jahren Tasse Glas Flasche Seite Kapitel Nummer Art Sorte Paar Dutzend Stufe
    Dollar Franken Cent Meter Kilometer Kilogramm Gramm Grad Quadratmeter Teil Schritt Tipp Punkt Phase
""")
_PLACES = _words("""
    Berlin Hamburg München Köln Frankfurt Stuttgart Düsseldorf Leipzig Dortmund Bremen Dresden Hannover Nürnberg
    Bonn Münster Mannheim Karlsruhe Augsburg Wiesbaden Kiel Mainz Freiburg Rostock Potsdam Heidelberg Wien Graz Linz
    Salzburg Innsbruck Zürich Genf Basel Bern Lausanne Luzern Paris London Madrid Rom Mailand Brüssel Amsterdam Prag
    Warschau Budapest Lissabon Dublin Kopenhagen Stockholm Oslo Helsinki Athen Moskau Kiew Istanbul Barcelona Tokio
    Peking Shanghai Singapur Dubai Deutschland Österreich Schweiz Frankreich Italien Spanien Portugal Polen Belgien
    Niederlande Dänemark Schweden Norwegen Finnland England Schottland Irland Großbritannien Tschechien
    Ungarn Griechenland Türkei Ukraine Russland USA China Japan Indien Brasilien Kanada Mexiko Australien
    Europa Asien Afrika Amerika Bayern Sachsen Hessen Thüringen Brandenburg Niedersachsen Saarland Tirol Kärnten
    Steiermark
""")
_DE = _words("der die das und ist nicht mit für ein eine wir auf den dem im zu von sich auch sind wird es am zum zur")
_OTHER = _words("the and of is to a that with for we are it les des est et la le un une el los y que il di e per che")
_ADJECTIVE = re.compile(r"(?:e|en|er|es|em|t|t's)\Z")
_UNSAID = _LINKS | _words("dr mr mrs ms prof herr frau")
"""Words of a name that no source needs to have."""

_LONG = 4
"""Letters of the words that a headline writes with a capital; the shorter ones often have none."""


class _Cap(NamedTuple):
    """A word with a capital. `explained`: it begins a sentence, or stands in a headline written in capitals."""

    text: str
    start: int
    end: int
    explained: bool


_Run = list[_Cap]


def is_german(text: str) -> bool:
    """Whether a text has more of German's little words than of the others'."""
    words = text.casefold().split()
    return sum(word in _DE for word in words) > sum(word in _OTHER for word in words)


def names(text: str, taken: Taken, *, german: bool) -> Iterator[Found]:
    """The proper names of a text that are not `taken`.

    A name is a run of words with a capital, also with "of", "von" and their like between them. One word
    that begins a sentence is a name only if it has a capital elsewhere too. German writes all nouns with a
    capital: there a name has two words, or is an abbreviation or a well-known place.
    """
    runs = list(_runs(text, taken, german))
    firm = {cap.text for run in runs for cap in run if not cap.explained}
    small = {match for match in _WORD.findall(text) if match[0].islower()}
    for run in runs:
        name = _trimmed(run, small, german)
        if name and _is_name(name, firm, german):
            start, end = name[0].start, name[-1].end
            end -= len(match[0]) if (match := _POSSESSIVE.search(text[start:end])) else 0
            unsure = len(name) > 1 and name[0].explained and name[0].text not in firm
            yield _found(text, start, end, name[1].start if unsure else start)


def _found(text: str, start: int, end: int, needed: int) -> Found:
    """A name, known by its words from `needed` on; an s at the end of a word does not count."""
    parts = [part for part in _PARTS.findall(text[needed:end].casefold()) if part not in _UNSAID]
    needs = tuple(frozenset({("w", part), ("w", part.removesuffix("s"))}) for part in parts)
    return Found(Fact("name", text[start:end], start, end), needs)


def _runs(text: str, taken: Taken, german: bool) -> Iterator[_Run]:
    """Each run of words with a capital; it never leaves its sentence."""
    at = 0
    for sentence in split(text):
        spans = [(at + m.start(), at + m.end()) for m in _WORD.finditer(sentence, body(sentence)[0])]
        words = [text[start:end] for start, end in spans]
        if not _is_loud(sentence, words):
            headline = not german and _is_headline(sentence, words)
            yield from _joined(text, list(_caps(text, spans, taken, headline)), german)
        at += len(sentence)


def _caps(text: str, spans: Sequence[tuple[int, int]], taken: Taken, headline: bool) -> Iterator[_Cap]:
    """The words of a sentence that have a capital."""
    for k, (start, end) in enumerate(spans):
        first = start
        if text[start] in "dlqDLQ" and (elision := _ELISION.match(text, start, end)):
            first = elision.end() if text[elision.end()].isupper() else start
        if text[first].isupper() and (first, end) not in taken:
            yield _Cap(text[first:end], first, end, headline or k == 0 or _begins(text, start))


def _begins(text: str, start: int) -> bool:
    """Whether a sentence may begin at a word, by what stands before it: a colon, a quotation mark, an emoji."""
    before = text[start - 2]
    return text[start - 1] in _BEGINS or before in ":*" or unicodedata.category(before) in ("So", "Me")


def _joined(text: str, caps: Sequence[_Cap], german: bool) -> Iterator[_Run]:
    """Words with a capital as runs, whose later words nothing explains unless all stand in a headline."""
    links = _GERMAN_LINKS if german else _LINKS
    run: _Run = []
    for cap in caps:
        if run and (
            run[-1].text.endswith(("'s", "’s")) or not _joins(text[run[-1].end : cap.start], run[-1].text, links)
        ):
            yield run
            run = []
        run.append(cap)
    if run:
        yield run


def _joins(gap: str, before: str, links: frozenset[str]) -> bool:
    """Whether what stands between two words with a capital joins them to one name."""
    if gap in (" ", "\u00a0", " & ", "-"):
        return True
    if gap == ". ":
        return before in _TITLES or len(before) == 1
    return 3 < len(gap) < 12 and gap[0] == gap[-1] == " " and links.issuperset(gap.split()) and len(gap.split()) < 3


def _is_loud(sentence: str, words: Sequence[str]) -> bool:
    """Whether a line of several words is written in capitals only."""
    return len(words) > 2 and sentence.isupper()


def _is_headline(sentence: str, words: Sequence[str]) -> bool:
    """Whether a line without a full stop, or one marked as a headline, writes most words with a capital."""
    telling = [word for word in words if len(word) >= _LONG or word[0].isupper()]
    capital = sum(word[0].isupper() for word in telling)
    plain = len(telling) > 3 and not words[0][0].islower() and sentence.rstrip()[-1] not in ".,;"
    return (plain or sentence.lstrip().startswith("#")) and capital >= 0.75 * len(telling)


def _trimmed(run: _Run, small: set[str], german: bool) -> _Run:
    """A run without the words around it that are none of a name."""
    while run and _is_common(run[0], small, german, len(run)):
        run = run[1:]
    while run and (run[-1].text in _NOT_NAMES or (german and run[-1].text in _GERMAN_LEAD)):
        run = run[:-1]
    return run


def _is_common(cap: _Cap, small: set[str], german: bool, size: int) -> bool:
    lower = cap.text.lower()
    if cap.text in _NOT_NAMES and (size == 1 or cap.text not in _TITLES):
        return not (german and cap.text in ("Herr", "Frau"))
    if german and (cap.text in _GERMAN_LEAD or (cap.explained and size == 2 and _ADJECTIVE.search(lower))):
        return True
    base = lower.replace("’", "'").partition("'")[0]
    return cap.explained and (base in _COMMON or lower in small)


def _is_name(name: _Run, firm: set[str], german: bool) -> bool:
    if any(_has_inner_capital(cap.text) for cap in name):
        return True
    if len(name) > 1:
        return not all(cap.explained for cap in name)
    if german:
        return name[0].text in _PLACES
    return not name[0].explained or name[0].text in firm


def _has_inner_capital(word: str) -> bool:
    return word not in _NOT_NAMES and any(char.isupper() for char in word[1:].partition("-")[0])
