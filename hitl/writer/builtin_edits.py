"""What the built-in writer does to a text: whole sentences come and go, words only where they are named."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import chain, combinations, pairwise, product

from hitl.domain import Brief, Kind, visible
from hitl.facts import Fact, all_numbers, facts, quantities
from hitl.facts.names import is_german
from hitl.sentences import Unit, join, links, units
from hitl.wording import counted
from hitl.writer.builtin_asks import DATA, LISTS, PATTERNS, Ask, is_order

# Worth, in words: of a figure, of the first sentence and less of the next ones, of links with the rest; a date costs.
_FIGURE, _LEAD, _LINK, _DATE = 40, 60, 30, 3


class NotDone(Exception):
    """An ask cannot be carried out exactly; the message is the reason."""


def begins_with(part: Unit, names: str, most: int = 1) -> bool:
    """Whether one of a sentence's first words is in a list."""
    first = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)?", part.raw.lower())[:most]
    return part.sort == "sentence" and bool(LISTS[names] & {*first})


def leans(part: Unit) -> bool:
    """Whether a sentence is not understood without the one before it."""
    return begins_with(part, "connecting") or begins_with(part, "leaning", 4) or begins_with(part, "persons", 99)


def _options(part: Unit, numbers: list[Fact], dates: list[Fact], lead: float) -> Iterator[tuple[str, int, float]]:
    """What may stay of a unit, less a clause where it then claims less: text, count of numbers, worth in words."""
    own = [fact for fact in (*numbers, *dates) if part.start <= fact.start < part.start + len(part.raw)]
    is_whole = not {*own} & {*numbers} or part.sort not in ("sentence", "item") or re.search("[\"“”„]|n['’]t", part.raw)
    found = [each for each in PATTERNS["left_out"].finditer(part.words) if each.start() and not is_whole]
    clauses = [each.span() for each in found if not each["joined"] or part.raw.count(", ") == 1][:4]
    for gone in chain.from_iterable(combinations(clauses, size) for size in range(len(clauses) + 1)):
        raw = part.raw
        for start, end in reversed(gone):
            raw = raw[:start] + raw[end:]
        stay = [fact for fact in own if not any(start <= fact.start - part.start < end for start, end in gone)]
        counting = [fact for fact in stay if fact in numbers]
        figures = sum(any(map(str.isdigit, fact.text)) for fact in counting)
        if not gone or not LISTS["narrowing"] & {*re.findall(r"[^\W\d_]+", raw.lower())}:
            worth = len(raw.split()) + 1 + (_FIGURE + lead) * figures - _DATE * (len(stay) - len(counting))
            yield raw, len(counting), worth
    if part.sort in ("sentence", "item", "table"):
        yield "", 0, 0


def shorten(text: str, size: Callable[[str], int], most: int, locked: Sequence[str]) -> str:
    """Whole sentences are dropped, the least linked first, until it is small enough or no further one can go."""
    parts = units(text)
    linked, kept = links(parts, LISTS["common"]), {*range(len(parts))}
    first, now = next((k for k in kept if parts[k].sort == "sentence"), 0), size(text)
    for k in sorted(kept, key=lambda k: (linked[k], -k)) * 2:
        if now > most and k in kept and k != first and _can_go(parts, kept, k, locked):
            kept.remove(k)
            now -= size(parts[k].raw)
    return join(parts, kept)


def _can_go(parts: Sequence[Unit], kept: Collection[int], k: int, locked: Sequence[str]) -> bool:
    part, after = parts[k], next((parts[j] for j in range(k + 1, len(parts)) if j in kept), None)
    stays = part.words[-1:] == "?" or begins_with(part, "calls") or begins_with(part, "counting")
    follows = parts[k - 1].words[-1:] == ":" or (after and leans(after))
    return part.sort == "sentence" and not (stays or follows or any(words in part.raw for words in locked))


def language(brief: Brief, text: str) -> str:
    """The language for words of its own: "en", "de", or "other" where they would be out of place."""
    if brief.language.strip().lower() in ("german", "deutsch", "de") or is_german(text):
        return "de"
    is_short = len(text) < 200 and re.sub(r"\W", "", text).isascii() and brief.language.lower().startswith("en")
    return "en" if is_short or PATTERNS["english"].search(text) else "other"


class Sheet:
    """A text on its way to the next revision; the table `order` has the method that carries out a wish."""

    def __init__(self, brief: Brief, text: str) -> None:
        self.text, self._before, self._brief = text, text, brief
        self._locked, self._against, self._remark, self._long = list[str](), "", "", ""

    def carry_out(self, ask: Ask) -> str:
        """Carry out one ask, and say so in a note. Raises `NotDone`."""
        if not ask.wish:
            is_clear = is_order(ask.clause) and not PATTERNS["restricts"].match(ask.clause)
            raise NotDone("needs a language model" if is_clear else "not understood")
        if ask.refused or self._against or (self._long and ask.wish in DATA["cutting"]):
            raise NotDone(ask.refused or f"it may go against “{self._against or self._long}”")
        self._remark, self._against = "", ask.clause * ask.wish.startswith("keep")
        new: str = getattr(self, DATA["order"][ask.wish])(ask)
        if lost := next((words for words in self._locked if words not in new), "" if visible(new) else "all"):
            raise NotDone(f"“{lost}” is to stay")
        already = " already" * (new == self.text and not ask.wish.startswith("keep"))
        self.text, self._against = new, ""
        return f"Done{already}: “{ask.clause}”{self._remark and f' ({self._remark})'}."

    def _keep(self, ask: Ask) -> str:
        numbers = [fact.text for fact in all_numbers(self.text)] if ask.wish == "keep numbers" else []
        if ask.wish == "keep numbers" and (not numbers or ("both" in ask.slots and len(numbers) != 2)):
            raise NotDone(f"the text has {counted(len(numbers), 'number')}")
        every = [part.words for part in units(self.text)] if ask.wish == "keep all" else numbers
        self._long = ask.clause if ask.wish == "keep length" else self._long
        if ask.wish not in ("keep length", "keep rest"):
            self._locked += every or [ask.value or self._nth(ask)]
        return self.text

    def _nth(self, ask: Ask) -> str:
        parts = [part for part in units(self._before) if part.sort in ("sentence", "item")]
        found = [part.words for part in parts if part.sort == "sentence"]
        if ask.number > len(found) or not found:
            raise NotDone(
                f"the text has {counted(len(found), 'sentence')}" + " outside lists" * (len(parts) > len(found))
            )
        if "item" in {part.sort for part in (parts[: ask.number] if ask.number else parts[-1:])}:
            raise NotDone("an item of a list could be meant; quote the words")
        return found[ask.number - 1]

    def _without(self, ask: Ask) -> str:
        last = [part for part in units(self.text) if part.sort == "sentence"][-3:]
        answers = {part for before, part in pairwise(last) if before.words[-1] == "?"}
        found = [part.words for part in last if begins_with(part, "calls") and part not in answers]
        if ask.wish != "no call to action":
            closing = [part.words for part in last[-1:] if part.words.endswith("?")]
            found = closing if ask.wish == "no closing question" else [self._nth(ask)]
        if len(found) != 1:
            raise NotDone("several sentences could be meant" if found else "there is none that it can tell for sure")
        return join(units(self.text), {k for k, part in enumerate(units(self.text)) if part.words != found[0]})

    def _exchange(self, ask: Ask) -> str:
        text, old, new = self.text, ask.value, ask.new
        spared = [(fact.start, fact.end) for fact in facts(text) if fact.kind == "link"]
        pattern = r"\s+".join(map(re.escape, old.split())).replace("'", "’").replace("’", "['’]")
        pattern = r"(?<!\w)(?<!\d[.,])" * old[:1].isalnum() + pattern + r"(?!\w)(?![.,]\d)" * old[-1:].isalnum()
        places = [*re.finditer(pattern, text, re.IGNORECASE if old.islower() else re.NOFLAG)]
        places = [each for each in places if not any(a < each.end() < b or a < each.start() < b for a, b in spared)]
        if not places:
            raise NotDone(self._why_missing(ask))
        is_long = len(new.split()) > min(len(old.split()) + 1, 4)
        if ask.is_open and new and (is_long or LISTS["vague"] & {*new.lower().split(), old.lower()}):
            raise NotDone("put the new words in quotation marks")
        if ask.is_open and not (new or "named" in ask.slots or old.lower() in LISTS["removable"] or old[0] in "#@"):
            raise NotDone("to take out exactly these words, put them in quotation marks")
        for place in reversed(places):
            before, after, tail = text[: place.start()], text[place.end() :], text[: place.start()][-9:]
            begins = re.search(r"(?:\A|\n|[.!?]\s|[-*•#]\s)\Z", tail)
            if not new:
                loose = re.search(r"(?:,|\b(?:an?|the|our|your|its|their)) \Z", tail)
                after = re.sub(r"\A[.!?,]", "", after) if begins else after.removeprefix("," * bool(loose))
                after = after.lstrip(" ") if begins or tail[-1:].isspace() else after
                before = before.rstrip(" ") if re.match(r"[.,;:!?)\n]|\Z", after) else before
            rest = (new + after)[:1].upper() + (new + after)[1:] if begins and place[0][0].isupper() else new + after
            article = re.search(r"(?:\A|\W)([Aa])n? \Z", tail)
            if article and (clear := re.match(r"(?:([aio](?!nce?\b|ne\b)|e(?!u))|[b-df-gj-np-tv-z])[a-z]", rest)):
                before = before[: article.end(1) - len(tail)] + ("n " if clear[1] else " ")
            text = before + rest
        self._remark = f"{len(places)} times" if len(places) > 1 else ""
        return text if new else re.sub(r"\n{3,}", "\n\n", text).strip("\n")

    def _why_missing(self, ask: Ask) -> str:
        if (old := ask.value.lower()) in self.text.lower():
            return "they stand there only with other capitals, within other words, or in a link"
        missing = "the text does not have exactly these words" + "; quote those that are meant" * ask.is_open
        return "another ask took them out" if old in self._before.lower() else missing

    def _swap(self, ask: Ask) -> str:
        spared = [re.escape(fact.text) for fact in facts(self.text) if fact.kind in ("quotation", "link")]
        known: dict[str, str] = DATA[ask.wish]
        table = {key[0].upper() + key[1:]: new[0].upper() + new[1:] for key, new in known.items()} | known
        keys, made = "|".join(map(re.escape, sorted(table, key=len)[::-1])).replace("'", "['’]"), dict[str, None]()

        def other(found: re.Match[str]) -> str:
            if not found["key"]:
                return found[0]
            new = table[found[0].replace("’", "'")]
            made[f"{found[0].rstrip(',')} → {new.rstrip(',')}"] = None
            return new.replace("'", "’") if "’" in self.text else new

        swapped = rf"(?<![\w'’-])(?P<key>{keys}){DATA['patterns']['swapped']}"
        text = re.sub("|".join((swapped, *spared)), other, self.text)
        if not made:
            raise NotDone("the text has none of the words that it can swap; for more connect a language model")
        self._remark = ", ".join(made)
        return text

    def _numbers(self, ask: Ask) -> str:
        text, parts = self.text, units(self.text)
        found = quantities(text) if ask.number else all_numbers(text)
        raws = self._best(parts, found, ask.number)
        left = [part._replace(raw=raw or part.raw) for part, raw in zip(parts, raws, strict=True)]
        new = join(left, {k for k, raw in enumerate(raws) if raw})
        kept = [fact.text for fact in (quantities(new) if ask.number else all_numbers(new))]
        was, now = Counter(part.sort for part in parts), Counter(part.sort for part in units(new))
        if len(kept) != ask.number or not now["sentence"] + now["item"]:
            raise NotDone(f"the text has {len(found)}, and leaving out sentences or clauses does not get there")
        is_little = now["sentence"] + now["item"] < 2 or 2 * len(new.split()) < len(text.split())
        if now["table"] < was["table"] or (is_little and was["sentence"] + was["item"] > 2):
            raise NotDone(f"{'a whole table' if now['table'] < was['table'] else 'most of the text'} would have to go")
        self._locked += kept
        self._remark = "; ".join(filter(None, (f"kept {' and '.join(kept)}" * bool(kept), self._removed(new))))
        return new

    def _best(self, parts: Sequence[Unit], found: list[Fact], number: int) -> tuple[str, ...]:
        dates = [fact for fact in all_numbers(self.text) if fact not in found]
        leads = [part for part in parts if part.sort == "sentence" and not PATTERNS["former"].search(part.raw)]
        places = {part: k for k, part in enumerate(leads)}
        best: dict[tuple[int, bool], tuple[float, tuple[str, ...]]] = {(0, True): (0, ())}
        for part, link in zip(parts, links(parts, LISTS["common"]), strict=True):
            place = places.get(part, 9)
            options = [*_options(part, found, dates, _LEAD / (place + 1) + _LINK * link)]
            is_whole = any(words in part.raw for words in self._locked) or len(found) == number
            choices, best = product(best.items(), options[:1] if is_whole else options), {}
            for ((count, stays), (worth, raws)), (raw, holds, gain) in choices:
                if count + holds <= number and (stays or not raw or not leans(part)):
                    end = worth + gain + 2 * _LEAD * (raw != "" and not place), (*raws, raw)
                    best[count + holds, bool(raw)] = max(best.get((count + holds, bool(raw)), (-1e9, ())), end)
        return max((end for (count, _), end in best.items() if count == number), default=(0, ("",) * len(parts)))[1]

    def _removed(self, new: str) -> str:
        lost = Counter(part.sort for part in units(self.text)) - Counter(part.sort for part in units(new))
        told = " and ".join(counted(n, sort) for sort, n in sorted(lost.items(), reverse=True))
        return f"removed {told or 'clauses'}" * (new != self.text)

    def _shorter(self, ask: Ask) -> str:
        before, now = len(self._before.split()), len(self.text.split())
        most = ask.number - ("below" in ask.slots) if ask.number else min(before * 3 // 4, now - 1)
        text = shorten(self.text, lambda text: len(text.split()), most, self._locked)
        if len(text.split()) > (most if ask.number else now - 1):
            raise NotDone(f"by whole sentences it comes down to {counted(len(text.split()), 'word')}")
        self._remark = self._removed(text)
        return text

    def _marks(self, ask: Ask) -> str:
        text = self.text
        for pattern, new in DATA["marks"][ask.wish]:
            marks = pattern.replace("@", DATA["patterns"]["emoji"]).replace("§", DATA["patterns"]["hashtag"])
            text = re.sub(marks, new.replace("📌", ask.value or "📌"), text)
        if ask.number > 1 or (text == self.text and not ask.wish.startswith("no ")):
            raise NotDone("it can add one" if ask.number > 1 else "there is no place for it")
        if ask.wish == "no bullets" and any(part.sort == "item" for part in units(text)):
            raise NotDone("its items are not whole sentences")
        return text

    def _add(self, ask: Ask) -> str:
        if ask.wish == "hashtags":
            if not ask.value or " " in ask.value:
                raise NotDone("say which, such as “#Reading”")
            gap = " #" if re.search(r"#\w+\s*\Z", self.text) else "\n\n#"
            return self.text.rstrip() + gap + ask.value.lstrip("#")
        words = DATA["call"].get(language(self._brief, self.text), {})
        called = " ".join(part.raw for part in units(self.text) if begins_with(part, "calls"))
        link = [fact.text for fact in facts(self.text) if fact.kind == "link" and "/" in fact.text]
        usual = "link" if link and link[-1] not in called else self._brief.kind
        own = "question" if ask.wish == "closing question" else usual
        new = ask.value or words.get(own, "").format(*link[-1:])
        if not new:
            raise NotDone("it has one in English and in German; give your own in quotation marks")
        new = new[:1].upper() + new[1:] + "." * (new[-1:].isalnum() and "://" not in new)
        added = PATTERNS["foot"].sub(lambda foot: f"\n\n{new}{foot[0]}", self.text, count=1)
        return self.text if new in self.text else added

    def _title(self, ask: Ask) -> str:
        text, kind, old = self.text, self._brief.kind, PATTERNS["title"].match(self.text)
        if old and not old["mark"] and kind in (Kind.LINKEDIN, Kind.X, Kind.EMAIL):
            old = None  # the line that they begin with is no title
        if ask.wish == "no title" and old:
            return text[old.end() :].lstrip("\n")
        if not ask.value or (old and "change" not in ask.slots):
            raise NotDone("there is one; ask to change it" if ask.value else "it finds none, or you gave no words")
        mark = "# " if kind in (Kind.BLOG, Kind.NEWSLETTER, Kind.PRESS) else "Subject: " if kind is Kind.EMAIL else ""
        return f"{old['mark'] or ''}{ask.value}{text[old.end() :]}" if old else f"{mark}{ask.value}\n\n{text}"

    def _bullets(self, _ask: Ask) -> str:
        parts, done = units(self.text), ""
        if sum(part.sort == "sentence" for part in parts) < 2:
            raise NotDone("there are not two sentences to list")
        for part, after in zip(parts, [*parts[1:], None], strict=True):
            gap = "\n" if after and after.sort == "sentence" else "\n\n" if after else part.raw[len(part.words) :]
            done += f"- {' '.join(part.words.split())}{gap}" if part.sort == "sentence" else part.raw
        return done
