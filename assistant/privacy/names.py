"""Finds the name that a person tells: after "jeg heter" and its like, before "heter jeg", and under a message."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from assistant.privacy.folding import Span, fold
from assistant.privacy.name_words import (
    ALSO_WORDS,
    METHOD,
    NOT_PLACES,
    PARTICLES,
    TITLES,
    WORD,
    closed_end,
    given_names,
    is_name_word,
    name_end,
)

NAME = "[navn]"

_ME = r"(?:j[ewrsæa]{0,2}[ghfjt]{1,2}|jei|jæ|jæi|eg|ej|æ|æg|æi|ei|e|i|je|ek|meg|me|mi|mæ|han|hun|ho|hon|hu|hen)"
_OTHERS = (
    r"(?:(?:mannen|mann|kona|kone|sjefen|sjefan|lederen|leiaren|moren|mora|mor|faren|far|dattera|datteren|dotter|dottera|sønnen|sonen"
    r"|broren|bror|søstera|søsteren|syster|kollegaen|samboeren|sambuaren|ektefellen|naboen|barnet|ungen|gutten|guten|jenta"
    r"|brukeren|brukaren|pasienten|klienten|kontaktpersonen|kontakten|saksbehandleren|saksbehandlaren|rådgiveren"
    r"|prosjektlederen|prosjektleiaren)(?:\s{1,2}(?:min|mi|mitt|vår|vårt|hans|hennes))?)"
)
_CALLED = r"(?:h(?:ei|e|æ|ai|i)(?:t{1,2}|d{1,2})(?:e|a|æ|i)?r{0,2}|ehter|hter|htere|heetr|hetre|hteer|heer|heyer|heteer|hetr|heitr|heitte?r)"
_FILLERS = r"(?:(?:altså|altso|forresten|egentlig|eigentleg|fortsatt|fremdeles|framleis|enda|ennå|enno|dessverre|fullt\s{1,2}ut|tilfeldigvis|vel|ellers|da|då|jo|nå|no|bare|berre|også|òg|óg|og|faktisk|ikke|ikkje|visst)\s{1,3}){0,2}"
_NOUN = r"(?:namm|nam|nabn|(?:for|føre|etter|mellom|slekts|pike)?(?:navn|namn)(?:et|e|a)?)"
_IS = r"(?:er|e|æ|ær|é|var|blir)"
_MARKS = r"[\s:*_\"'«“„(–.-]{0,6}"
_FORWARD = re.compile(
    rf"(?<!\w)(?:{_ME}\s{{0,3}}{_CALLED}|{_OTHERS}\s{{1,3}}{_CALLED}"
    rf"|(?:mitt|mett|mit|mi)\s{{1,3}}(?:\w{{1,10}}\s{{1,3}})?{_NOUN}\s{{1,3}}{_IS}"
    rf"|{_NOUN}\s{{1,3}}(?:mitt|mett|mit|min|mi)\s{{1,3}}{_IS}"
    r"|under(?:tegnede|tegna|teikna|skrevne)\s{1,3}(?:er|heter|heiter)|under(?:tegnede|tegna|teikna|teikn[ae]de|skrevne),"
    r"|m[ye]\s{1,3}(?:\w{1,10}\s{1,3})?name(?:\s{1,3}is|['’]s)|(?:i\s{1,3}am|i['’]m)\s{1,3}called|(?:du|de)\s{1,3}snakker\s{1,3}med"
    r"|(?:mu|muv|mov)\s{1,3}(?:namma|nomme|namme)\s{1,3}(?:lea|le|lij|lea\s{1,2}leamaš)"
    r"|ich\s{1,3}hei(?:ß|ss)e|mein\s{1,3}name\s{1,3}ist|je\s{1,3}m['’]appelle|me\s{1,3}llamo|mi\s{1,3}nombre\s{1,3}es|mi\s{1,3}chiamo"
    r"|nazywam\s{1,3}si[ęe]|mam\s{1,3}na\s{1,3}imi[ęe]|jeg\s{1,3}hedder|mit\s{1,3}navn\s{1,3}er|mano\s{1,3}vardas"
    r"|mene\s{1,3}zvaty|мене\s{1,3}звати|меня\s{1,3}зовут|اسمي|magacaygu\s{1,3}waa)(?!\w)"
    rf"{_MARKS}(?<=[\s:*_\"'«“„(–.,-]){_FILLERS}"
    rf"|(?<!\w){_ME}\s{{1,3}}{_CALLED}(?-i:(?<=[a-zæøå])(?=[A-ZÆØÅ]))",  # glued: "jeg heterMorten"
    re.IGNORECASE,
)
# These tell of a name only when a capital or a known first name follows.
_WEAK = re.compile(
    rf"(?<!\w)(?:(?:som|og|vi|men)\s{{1,3}}{_CALLED}|(?:(?<=\A)|(?<=\n)|(?<=[.!?] )|(?<=\bhei )|(?<=\bhei, )|(?<=\bhei! )|(?<=\bhallo )|(?<=\bhallo, )){_CALLED}|{_CALLED}\s{{1,3}}(?:jeg|eg|æ|jæ)|(?:for|føre|etter|mellom)?(?:navnet|namnet|namne|navne)\s{{1,3}}{_IS}|kall(?:er|ar|e|a)?\s{{1,3}}(?:meg|mæ|me|mei)(?:\s{{1,3}}(?:for|bare|berre|gjerne|heller|helst|jo)){{0,2}}"
    rf"|(?:jeg|eg|æ)\s{{1,3}}(?:kalles|blir\s{{1,3}}kalt|vert\s{{1,3}}kalla)|kalles\s{{1,3}}(?:jeg|eg|æ))(?!\w){_MARKS}",
    re.IGNORECASE,
)
_TELLS_ONE_WORD = re.compile(r"kall|na[vm]n", re.IGNORECASE)
# "My name is" in languages that many who live in Norway have; a name in letters of another script counts whatever it is.
_OTHER_LETTERS = (
    "казвам се|моє ім'я|моё имя|мое имя|με λένε|ονομάζομαι|اسمي|إسمي|اسم من|نام من|میرا نام|ناوم|ስሜ|ስመይ"
    "|என் பெயர்|मेरा नाम|ฉันชื่อ|ผมชื่อ|ดิฉันชื่อ|我叫|我的名字是|我的名字叫|私は|제 이름은"
)
_ELSEWHERE = re.compile(
    r"(?:(?<!\w)(?:(?:benim\s{1,2})?ad[ıi]m|t[ôo]i\s{1,2}t[êe]n\s{1,2}l[àa]|t[êe]n\s{1,2}t[ôo]i\s{1,2}l[àa]|m[ăa]\s{1,2}numesc|numele\s{1,2}meu\s{1,2}(?:este|e)"
    r"|meu\s{1,2}nome\s{1,2}é|me\s{1,2}chamo|chamo-me|a\s{1,2}nevem|nimeni\s{1,2}on|minu\s{1,2}nimi\s{1,2}on|[ée]g\s{1,2}eiti"
    r"|mijn\s{1,2}naam\s{1,2}is|ik\s{1,2}heet|jmenuji\s{1,2}se|vol[áa]m\s{1,2}sa|zovem\s{1,2}se|moje\s{1,2}ime\s{1,2}je|quhem|emri\s{1,2}im\s{1,2}[ëe]sht[ëe]"
    r"|mani\s{1,2}sauc|nav[êe]\s{1,2}min|ang\s{1,2}pangalan\s{1,2}ko\s{1,2}ay|jina\s{1,2}langu\s{1,2}ni|naitwa|nitwa|maqaan\s{1,2}koo)(?!\w)"
    rf"|{'|'.join(re.escape(each) for each in fold(_OTHER_LETTERS).text.split('|'))})[\s:]{{0,3}}",
    re.IGNORECASE,
)
_ELSEWHERE_NAME = re.compile(r"[^\s,.;:!?()،؛。，！？\d]{1,40}(?:[ ][^\s,.;:!?()،؛。，！？\d]{1,40}){0,3}")
_MOST_ELSEWHERE = 2
_OUR_LETTERS = re.compile(r"[\x00-\u036f\u1e00-\u1eff]+")
_LABEL = re.compile(
    rf"(?<!\w)(?:(?:fullt\s{{1,2}}|mitt\s{{1,2}})?{_NOUN}|name|full\s{{1,2}}name|first\s{{1,2}}name|last\s{{1,2}}name|surname|signert|underskrift"
    r"|innsender|avsender|undertegnede|kontaktperson(?:en)?)\s{0,2}(?:[:=]|\s[–-]\s)[\s*_\"'«“]{0,3}",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(
    r"(?<!\w)(?:m\.?\s?v\.?\s?h\.?|m\.?h\.?v\.?|v\.?m\.?h\.?|v\.?h\.?|vennlig\s?hilsen|venn?le?g\s?helsing|venlig\s?hilsen|(?:med\s{1,2})?(?:beste|bestе|kjær|hjerte\w{0,4})?\s{0,2}"
    r"(?:hilsen|hilsninger|hilsning|h[ei]lsing|h[ei]lsingar|helsning|hils|hilsn|hæls\w{0,4})|(?:best|kind|warm)?\s{0,2}regards|sincerely|cheers|dearvvuo[đd]\w{0,8}|varrudagaiguin|heelsegh\w{0,3}|klem|takk\s{1,2}på\s{1,2}forhånd|takk\s{1,2}på\s{1,2}førehand)"
    r"(?!\w)[\s,.:;!–*_-]{0,6}(?:(?:fra|frå)\s{1,2})?",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"(?<!\w)(?:dette|detta|dettan|dettæ|dete|ditte|ditta|det|dett|dæ|her|hær|this|de)\s{1,3}(?:er|e|æ|is)\s{1,3}",
    re.IGNORECASE,
)
_I_AM = re.compile(
    r"(?<!\w)(?:jeg|eg|æ|e|i)\s{1,3}(?:er|e|æ|am)\s{1,3}|(?<!\w)i['’]m\s{1,3}|(?<!\w)(?:mun\s{1,3}lean|mån\s{1,3}lav|manne\s{1,3}leam)\s{1,3}",
    re.IGNORECASE,
)
_WE_ARE = re.compile(r"(?<!\w)(?:vi|me|we)\s{1,3}(?:er|e|are)\s{1,3}", re.IGNORECASE)
_AFTER_HERE = re.compile(
    r"[\s,.(–-]{0,3}(?:som\s{1,2}(?:ring|skr[ie]v|send|kontakt|spør|spurte|lur|snakk|tek|tar)|komma\b|punktum\b|(?:som\s{1,2})?(?:fra|frå|from)\b|her\b|igjen\b|att\b|i\s|på\s|ved\s|,|\.|$|$|og\b)",
    re.IGNORECASE,
)
_BACKWARD = re.compile(
    rf"[\s,*_\"'»”)]{{1,4}}(?:{_CALLED}\s{{1,3}}(?:jeg|eg|æ|e|i|jæ|je)|(?:er|e|æ)\s{{1,3}}(?:navnet|namnet|namne|navne)(?:\s{{1,2}}mitt|(?=[.,!]|$))"
    rf"|(?:er|e|æ)\s{{1,3}}(?:mitt\s{{1,2}}navn|mitt\s{{1,2}}namn)"
    r"|(?:til|som)\s{1,3}(?:for|føre|etter|mellom|slekts)na[vm]n)(?!\w)",
    re.IGNORECASE,
)
_HERE_BEHIND = re.compile(
    r"[ ,]{1,2}(?:her|hær)(?:\s{1,2}(?:fra|frå|i|på|ved|igjen|og|jeg|eg|lur\w{1,3}|spør|skriv\w{0,2}|ring\w{0,2}|treng\w{0,2}|ønsk\w{1,3}|mamma|pappa|mor|far)\b|[^\w ]|$)",
    re.IGNORECASE,
)
_ALSO = re.compile(r"[ ]?(?:,| og| men| eller| alias|/)[ ]{1,2}(?:heter\s|også\skalt\s|kalt\s)?", re.IGNORECASE)
_OF_A_THING = re.compile(
    r"(?<!\w)(?:tiltak|prosjekt|lag|foren|forein|arrangement|organisasjon|bedrift|verksemd|virksomhet|kommune|skole|skule|ordning"
    r"|tilbud|tilbod|klubb|gruppe)\w{0,8}s\s{1,2}\Z",
    re.IGNORECASE,
)
_OWN = re.compile(r"j|e|æ", re.IGNORECASE)  # who tells the own name: «Jeg heter Ask»
_MOST_BACK = 6
_BACK_CHARS = 90
_LINE_REST = re.compile(r"[ ]{0,2}(?:[,.!?|/:;)»\"*]|\n|$|\[|[-–(]|\d|og\b|\U0001F300-\U0001FAFF)")


def find_names(text: str) -> Iterator[Span]:
    """The names in a folded text, from left to right."""
    told = set(_forward(text))
    found = {*told, *_signed(text), *_introduced(text), *_backward(text), *_told_elsewhere(text)}
    position = 0
    for start, end in sorted({*found, *_said_again(text, told, found)}):
        if start >= position and end > start:
            yield start, end, NAME
            position = end


def _said_again(
    text: str, told: Collection[tuple[int, int]], found: Collection[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Where else a first name stands that somebody tells in the same text: "er turid der? jeg heter turid"."""
    words = (word.group().lower().rstrip(".") for start, end in told for word in WORD.finditer(text, start, end))
    wanted = {word for word in words if len(word) > 2 and word in given_names()} - ALSO_WORDS
    for word in WORD.finditer(text) if wanted else ():
        start, end = word.start(), word.start() + len(word.group().rstrip("."))
        apart = all(end <= left or right <= start for left, right in found)
        if apart and text[start:end].lower() in wanted and not NOT_PLACES.match(text, end):
            yield start, end


def _forward(text: str) -> Iterator[tuple[int, int]]:
    for pattern in (_FORWARD, _LABEL):
        for trigger in pattern.finditer(text):
            if pattern is _LABEL and _OF_A_THING.search(text, max(0, trigger.start() - _BACK_CHARS), trigger.start()):
                continue
            start, end = trigger.end(), name_end(text, trigger.end())
            if end == start and _OWN.match(trigger.group()) and (word := WORD.match(text, start)):
                end = closed_end(text, word)
            while end > start:
                yield start, end
                also = _ALSO.match(text, end)
                word = WORD.match(text, also.end()) if also else None
                turned = (
                    text[start:end].lower() not in given_names() and _LINE_REST.match(text, word.end())
                    if word
                    else None
                )
                if also is None or word is None or not _is_another(also.group(), word.group(), turned=bool(turned)):
                    break
                start, end = also.end(), name_end(text, also.end())


def _told_elsewhere(text: str) -> Iterator[tuple[int, int]]:
    """The name after "benim adım" or "என் பெயர்": in our letters words with capitals, else up to two words of that script."""
    for trigger in _ELSEWHERE.finditer(text):
        start = trigger.end()
        rest = _ELSEWHERE_NAME.match(text, start)
        words: list[str] = []
        for word in rest.group().split(" ") if rest else ():
            ours = _OUR_LETTERS.fullmatch(word) is not None
            if (ours and not is_name_word(word) and word.lower() not in given_names()) or (
                not ours and len(words) == _MOST_ELSEWHERE
            ):
                break
            words.append(word)
        if words:
            yield start, start + len(" ".join(words))


def _is_another(joint: str, word: str, *, turned: bool) -> bool:
    """Whether more of a name follows: "Kari og Ola", "Nordmann, Kari"."""
    if joint.strip() == "," and turned:
        return is_name_word(word)
    return word.lower().rstrip(".") in given_names() and (word[0].isupper() or "og" in joint)


def _signed(text: str) -> Iterator[tuple[int, int]]:
    """The name after "mvh" and its like, when the line ends with it or a sign follows."""
    for trigger in _SIGNATURE.finditer(text):
        end = name_end(text, trigger.end())
        words = text[trigger.end() : end].split()
        if (
            words
            and not _GROUP.fullmatch(words[0])
            and (_LINE_REST.match(text, end) or is_name_word(words[0]) or _looks_like_person(words))
        ):
            yield trigger.end(), end


def _introduced(text: str) -> Iterator[tuple[int, int]]:
    """ "Dette er Kari Nordmann som ringer", "jeg er Kari": only where capitals, a known first name or what follows tells."""
    for pattern in (_HERE, _I_AM, _WE_ARE, _WEAK):
        for trigger in pattern.finditer(text):
            end = name_end(text, trigger.end())
            words = text[trigger.end() : end].split()
            if pattern is _WE_ARE and (not words or words[0].lower() not in given_names()):
                continue  # "vi er Indre Østfold"
            if pattern is _WEAK and _TELLS_ONE_WORD.search(trigger.group()) and words and is_name_word(words[0]):
                yield trigger.end(), end  # "kall meg Ante"
                continue
            if not words or not _looks_like_person(words) or (pattern is _WEAK and not words[0][0].isupper()):
                continue
            if _AFTER_HERE.match(text, end) or pattern is _WEAK or (pattern is _I_AM and len(words) > 1):
                yield trigger.end(), end


def _looks_like_person(words: list[str]) -> bool:
    """Whether the words are a known first name and more, or at least two words with capitals."""
    plain = [word for word in words if word.lower() not in TITLES]
    if any(METHOD.fullmatch(" ".join(pair)) for pair in pairwise(plain)):
        return False
    if plain and plain[0].lower().split("-")[0] in given_names():
        return plain[0][0].isupper() or len(plain) > 1 or plain[0].lower() not in ALSO_WORDS
    return len(plain) > 1 and all(is_name_word(word) for word in plain) and not {w.lower() for w in plain} & _OF_GROUPS


# What signs as often as a person does, in the definite form that no family name has: Skolekorpset, Grendelaget.
_GROUP = re.compile(
    r"\w{2,40}(?:laget|kontoret|etaten|foreningen|foreninga|foreininga|rådet|korpset|utvalget|utvalet|avdelingen|avdelinga|sentralen"
    r"|sentret|senteret|klubben|gruppa|gruppen|teamet|nemnda|nemda|styret|tjenesten|tenesta|skolen|skulen|barnehagen)[.,!]?",
    re.IGNORECASE,
)
_OF_GROUPS = frozenset(
    [
        "kors",
        "bymisjon",
        "first",
        "housing",
        "frelsesarmeen",
        "universitetssykehus",
        "hf",
        "as",
        "sykehus",
        "sjukehus",
        "kommune",
        "nav",
        "fact",
        "norge",
    ]
)


def _backward(text: str) -> Iterator[tuple[int, int]]:
    for trigger in _BACKWARD.finditer(text):
        start = _name_start(text, trigger.start())
        told = trigger.group().strip(" ,\n")
        if told[:1].isupper() and not told.isupper():
            continue  # "Per Hætta e ...": a family name that reads as "heter"
        if start < trigger.start():
            yield start, trigger.start()
    for trigger in _HERE_BEHIND.finditer(text):
        start = _name_start(text, trigger.start())
        words = text[start : trigger.start()].split()
        if words and _looks_like_person(words) and (_begins(text, start) or (len(words) > 1 and words[0][0].isupper())):
            yield start, trigger.start()


def _begins(text: str, position: int) -> bool:
    """Whether a sentence begins there, or comes right after a greeting."""
    before = text[max(0, position - _BACK_CHARS) : position].rstrip(' *_"«(')
    return not before or not before[-1].isalnum() or before.lower().endswith(("hei", "hallo", "heisann"))


def _name_start(text: str, end: int) -> int:
    """Where the name that ends at `end` begins; `end` itself when no name is there."""
    begin = max(0, end - _BACK_CHARS)
    words = list(WORD.finditer(text, begin, end))[-_MOST_BACK:]
    start, following = end, end
    for word in reversed(words):
        if text[word.end() : following].strip(" *_\"'«»“”()"):
            break
        if word.start() == begin > 0 and text[begin - 1].isalpha():
            break
        following = word.start()
        if word.group().lower() not in PARTICLES or start == end:
            if name_end(text, word.start()) <= word.start():
                break
            start = word.start()
    return start
