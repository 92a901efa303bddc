"""Which language a brief means: by name, as browsers and word processors want to know it."""

import re

_NAMES = """
ar: arabic, العربية
bg: bulgarian, български
bn: bengali, বাংলা
ca: catalan, català
cs: czech, čeština
cy: welsh, cymraeg
da: danish, dansk
de: german, deutsch
de-AT: austrian german
de-CH: swiss german
el: greek, ελληνικά
en: english
en-AU: australian english
en-CA: canadian english
en-GB: british english, uk english, english (uk)
en-US: american english, us english, english (us)
es: spanish, español, castellano
et: estonian, eesti
eu: basque, euskara
fa: persian, farsi, فارسی
fi: finnish, suomi
fr: french, français
fr-CA: canadian french
ga: irish, gaeilge
gl: galician, galego
he: hebrew, עברית
hi: hindi, हिन्दी
hr: croatian, hrvatski
hu: hungarian, magyar
id: indonesian, bahasa indonesia
is: icelandic, íslenska
it: italian, italiano
ja: japanese, 日本語
ko: korean, 한국어
lt: lithuanian, lietuvių
lv: latvian, latviešu
ms: malay, bahasa melayu
nb: norwegian, norsk, bokmål
nl: dutch, nederlands
nn: nynorsk
pl: polish, polski
pt: portuguese, português
pt-BR: brazilian portuguese
pt-PT: european portuguese
ro: romanian, română
ru: russian, русский
sk: slovak, slovenčina
sl: slovenian, slovenščina
sq: albanian, shqip
sr: serbian, српски, srpski
sv: swedish, svenska
sw: swahili, kiswahili
th: thai, ไทย
tr: turkish, türkçe
uk: ukrainian, українська
ur: urdu, اردو
vi: vietnamese, tiếng việt
zh: chinese, mandarin, 中文
zh-Hans: simplified chinese, 简体中文
zh-Hant: traditional chinese, 繁體中文
"""
_TAGS = dict(line.split(": ") for line in _NAMES.strip().splitlines())
_BY_NAME = {name: tag for tag, names in _TAGS.items() for name in (tag.lower(), *names.split(", "))}
_TAG = re.compile(r"[a-z]{2,3}(?:-(?:[a-z]{4}|[a-z]{2}|[0-9]{3}))*", re.IGNORECASE)


def language_tag(language: str) -> str:
    """The BCP 47 tag of a language by its English or own name, or by the tag; empty when it is not known.

    >>> language_tag("British English"), language_tag("de-LI"), language_tag("plain words")
    ('en-GB', 'de-LI', '')
    """
    name = " ".join(language.split())
    tag = name.replace("_", "-")
    known = _BY_NAME.get(name.lower()) or _BY_NAME.get(tag.lower())
    if known:
        return known
    return tag if _TAG.fullmatch(tag) and tag.split("-")[0].lower() in _TAGS else ""
