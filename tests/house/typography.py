"""What each language's typography forbids: patterns, each with the name of the fault that it finds."""

import re
from collections.abc import Iterator

NBSP, NARROW = "\u00a0", "\u202f"

EVERYWHERE = (
    ("straight quotation mark or apostrophe", r"['\"]"),
    ("two spaces", r"  "),
    ("space at the beginning or the end", r"^\s|\s$"),
    ("hyphen between two years", r"\b(?:1[89]|20)\d\d-(?:1[89]|20)\d\d\b"),
    ("three full stops for an ellipsis", r"\.\.\."),
    ("an accent, or the opening mark, for an apostrophe", r"[`´‘]"),
    ("space before a comma or a full stop", r"\s,|\s\.(?=\s|$)"),
    ("no space after a mark", r"[^\W\d_][,;،؛?!؟](?=[^\W_])|\D:(?=[^\W\d_])|[^\W\d_]{2}(?<!www)(?<!mission-maroc)\.(?=[^\W\d_])"),
    ("space inside brackets", r"\(\s|\s\)"),
    ("a number that may part from its king", r"(?:Mohammed|Hassan) [IVX]+\b"),
    ("dash between two years that stands apart", r"\d{4}\s[–-]\s\d{4}"),
    ("a range of years that may break", r"\d{4}–\d"),
)
FORBIDDEN = {
    "fr": (
        ("no narrow no-break space before ; ! ?", rf"[^{NARROW}][;!?]"),
        ("no no-break space before a colon", rf"[^{NBSP}]:(?:\s|$)"),
        ("no no-break space inside « »", rf"«[^{NBSP}]|[^{NBSP}]»"),
        ("another language's quotation marks", r"[“”„]"),
        ("an apostrophe that stands apart", r"’\s"),
        ("a number that may break, or is parted by another language's mark", r"\d[ .,]\d{3}\b"),
        ("no no-break space before a per cent sign", rf"\d[^{NBSP}{NARROW}]?%"),
        ("the first of a month in another form", r"\b1 (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b"),
        ("another usage than droits de l’homme", r"droits de l’Homme|[Dd]roits humains|[Dd]roits de la personne"),
        ("lower-case review", r"examen périodique universel"),
        ("a title that may part from its name", r"\b(?:MM?\.|M(?:me|lle)s?|Dr|Pr) "),
        ("no or nos for a number", r"\b[Nn]os? ?\d"),
        ("a number that may part from its sign", rf"[nN][°ᵒº][^{NBSP}{NARROW}]"),
    ),
    "ar": (
        ("Latin comma, semicolon or question mark", r"(?<!\d),|,(?!\d)|[;?]"),
        ("space before a mark", r"\s[،؛؟.:!]"),
        ("no space after a mark", r"[،؛][^\s]"),
        ("Arabic-Indic or Persian digits, or their per cent sign", r"[٠-٩۰-۹٪]"),
        ("no no-break space before a per cent sign", rf"[^{NBSP}]%"),
        ("a stretched letter, or human without its hamza", r"ـ|الانسان"),
        ("another language's quotation marks", r"[“”„]"),
        ("space inside « »", r"«\s|\s»"),
        ("a Latin code that is not isolated before a figure", r"[A-Za-z][\w/.-]*(?: ?\(\d+\))?، \d"),
        ("a month as Morocco does not name it", r"\b(?:مايو|يوليو|أغسطس|سبتمبر|نوفمبر|ديسمبر)\b"),
        ("the first of a month in another form", r"\b1 (?:يناير|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر)\b"),
    ),
    "en": (
        ("space before a mark", r"\s[,;:!?.](?=\s|$)"),
        ("another language's quotation marks", r"[«»„]"),
        ("a number parted by another language's mark, or from its per cent sign", r"\d[. ]\d{3}\b|\s%"),
        ("another form of Marrakech", r"Marrakesh(?! (?:Agreement|Treaty))"),
        ("lower-case review", r"universal periodic review"),
    ),
    "es": (
        ("space before a mark", r"\s[,;:!?.](?=\s|$)"),
        ("another language's quotation marks", r"[“”„]"),
        ("space inside « »", r"«\s|\s»"),
        ("a number that may break, or is parted by another language's mark", r"\d[ .,]\d{3}\b"),
        ("no no-break space before a per cent sign", rf"[^{NBSP}]%"),
        ("space after an opening mark", r"[¿¡]\s"),
        ("a month with a capital inside a date", r"\d de (?:Enero|Febrero|Marzo|Abril|Mayo|Junio|Julio|Agosto|Septiembre|Octubre|Noviembre|Diciembre)"),
        ("initials that stand together", r"\b[A-Z]\.[A-Z]\."),
        ("a question or an exclamation that nothing opens", r"^[^¿]*\?|^[^¡]*!"),
        ("lower-case review", r"examen periódico universal"),
    ),
}
LETTERS = {"fr": r"[^\W\d_]", "en": r"[^\W\d_]", "es": r"[^\W\d_]", "ar": r"[\u0621-\u064a]"}
# Small words that a text of one language nearly always holds and one of the two others does not: a text left in another language is found.
USUAL = {"fr": r"\b(?:le|les|des|du|est|et|aux?|sous)\b|\b[ld]’", "en": r"\b(?:the|of|and|is|was|in|with)\b", "es": r"\b(?:el|los|las|del|al|se|y|por|con)\b"}


def faults(tag: str, text: str) -> Iterator[str]:
    """The names of the faults of a plain text in a language."""
    for name, pattern in (*EVERYWHERE, *FORBIDDEN[tag]):
        if re.search(pattern, text):
            yield name
    if tag == "es" and (text.count("?") != text.count("¿") or text.count("!") != text.count("¡")):
        yield "opening and closing marks that do not pair"
    if text.count("«") != text.count("»") or text.count("“") != text.count("”"):
        yield "quotation marks that do not pair"


def language_fault(tag: str, text: str) -> bool:
    """Whether a sentence does not read like its language: letters of Arabic, or the small words of the three others."""
    letters = re.findall(r"[^\W\d_]", text)
    if tag == "ar":
        return len(re.findall(LETTERS["ar"], text)) < 0.6 * len(letters)
    counts = {one: len(re.findall(pattern, text, re.IGNORECASE)) for one, pattern in USUAL.items()}
    return counts[tag] == 0 or counts[tag] < max(counts.values()) / 2
