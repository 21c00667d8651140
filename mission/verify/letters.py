"""What mail programs and people write around a text that they pass on. Known in strict forms alone: a line that only looks like one is words of its own."""

import re
from collections.abc import Sequence

from .words import keys

_PERSON = r"from|to|cc|bcc|reply-to|de|à|a|pour|para|cci|copie à|répondre à|responder a|من|إلى|نسخة"
_DATED = r"sent|date|envoyé|envoyé le|enviado|enviado el|fecha|التاريخ|تاريخ الإرسال|تم الإرسال"
_SUBJECT = r"subject|objet|sujet|asunto|الموضوع"
# How urgent, and the names of files: known by what may stand there.
_FILE = r"[\w.-]{1,80}\.(?:pdf|docx?)"
_PLAIN = (
    r"(?:importance|priority|priorité|importancia|prioridad|الأهمية)\**\s*:\**\s*"
    r"(?:low|normal|high|basse|faible|normale|haute|élevée|baja|alta|عادية|عالية|منخفضة)|"
    rf"(?:attachments?|pièces? jointes?|(?:datos |archivos )?adjuntos?|المرفقات)\**\s*:\**\s*{_FILE}(?:\s*[;,،]\s*{_FILE})*"
)
_FIELD = re.compile(rf"^\W*?(?:(?P<person>{_PERSON})|(?P<dated>{_DATED})|(?P<subject>{_SUBJECT}))\**\s*:\**\s*(?P<value>.*)$", re.IGNORECASE)
_SAYS_LITTLE = re.compile(rf"^\W*?(?:{_PLAIN})\W*$", re.IGNORECASE)
_MAIL = r"<?(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?(?:\s*[<\[(]mailto:[^\s>\])]+[>\])])?"
_ADDRESSED = re.compile(rf"^\s*(?P<name>[^<>@:]*?)\s*(?P<address>{_MAIL})\s*$")
_WROTE = (
    re.compile(r"^\W*(?:le|on|el)\s+(?P<rest>.{6,160}?)\s+(?:a écrit|wrote|escribió)\s*:$", re.IGNORECASE),
    re.compile(r"^\W*(?:في|بتاريخ)\s+(?P<rest>.{6,160}?)\s*:$"),
)
_SEPARATOR = re.compile(
    r"^\W*(?:original message|message d[’']origine|(?:begin )?forwarded message|(?:début du )?message (?:transféré|réexpédié)|"
    r"mensaje original|(?:inicio del )?mensaje reenviado|(?:ال)?رسالة (?:ال)?أصلية|رسالة محولة|(?:بداية )?(?:ال)?رسالة (?:ال)?م\u064f?عاد توجيهها)\W*$",
    re.IGNORECASE,
)
# What a chat program sets before a message that is copied out of it: a moment, and who, by a name or a telephone number.
_DAY, _HOUR = r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}", r"\d{1,2}:\d{2}(?::\d{2})?(?:\s?(?:[AaPp]\.?\s?[Mm]\.?|[صم]))?"
_MOMENT = rf"(?:{_DAY}[,،]?\s+{_HOUR}|{_HOUR}[,،]?\s+{_DAY})"
_SENT = re.compile(rf"^[ \t\u200e\u200f]*(?:\[{_MOMENT}\]|{_MOMENT}\s[-\u2013])[ \t\u200e\u200f]*~?[ \u00a0\u202f]?([^:\n]{{1,60}}):", re.MULTILINE)
_SENT_BEFORE = re.compile(rf"{_SENT.pattern}[^\S\n]*(?=\S)", re.MULTILINE)
_CALLED = re.compile(r"\+?[\d\s()-]{6,20}")
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CLOCK = re.compile(r"\d{1,2}[:h]\d{2}(?::\d{2})?")
_DIGITS = re.compile(
    r"\d{1,4}(?:er|st|nd|rd|th|º)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{1,2}[:h]\d{2}(?::\d{2})?|[+-]\d{2}:?\d{2}|"
    r"(?:gmt|utc|غرينتش|جرينتش)[+-]\d{1,2}(?::?\d{2})?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b\d{4}\b|\d{1,2}[-/.]\d{1,2}[-/.]\d{2}\b")
# Days, months and what stands between them, in the four languages, whole and shortened.
_DATE_WORDS = (
    "lundi mardi mercredi jeudi vendredi samedi dimanche lun mar mer jeu ven sam dim janvier février mars avril mai juin juillet août septembre "
    "octobre novembre décembre janv févr fév avr juil sept oct nov déc monday tuesday wednesday thursday friday saturday sunday mon tue tues wed "
    "thu thur thurs fri sat sun january february march april may june july august september october november december jan feb apr jun jul aug sep "
    "dec lunes martes miércoles jueves viernes sábado domingo mié jue vie sáb enero febrero marzo abril mayo junio julio agosto septiembre "
    "octubre noviembre diciembre ene abr ago dic الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد يناير فبراير مارس أبريل ماي مايو "
    "يونيو يوليوز يوليو غشت أغسطس شتنبر سبتمبر أكتوبر نونبر نوفمبر دجنبر ديسمبر à at de del el las a la le of the am pm utc gmt cet cest h ص م "
    "الساعة يوم في "
)
_OF_DATES = frozenset(_DATE_WORDS.split())
_SMALL = (
    "de du des la le les el al ben bin van von der den da dos di et y and "
)
_PARTICLES = frozenset(_SMALL.split())
_GREETINGS = (
    "Bonjour; Bonsoir; Bonjour à tous; Bonjour à toutes et à tous; Madame, Monsieur; Mesdames, Messieurs; Chers collègues; Chères et chers collègues; "
    "Cordialement; Bien cordialement; Bien à vous; Voici le texte; Voir ci-dessous; Voir ci-joint; Ci-joint; Pour information; Pour info; Merci; Merci "
    "d’avance; Envoyé de mon iPhone; Envoyé depuis mon téléphone; Hello; Hi; Hi all; Hello all; Dear all; Dear colleagues; Dear Sir or Madam; Regards; "
    "Best regards; Kind regards; Best; Thanks; Thank you; FYI; For information; See below; See attached; Please see attached; Sent from my iPhone; "
    "Hola; Buenos días; Buenas tardes; Estimados colegas; Saludos; Saludos cordiales; Un saludo; Gracias; Para su información; Véase abajo; Véase "
    "adjunto; Adjunto; Enviado desde mi iPhone; السلام عليكم; تحية طيبة; تحية طيبة وبعد; مع التحية; مع أطيب التحيات; شكرا; للعلم; للاطلاع; انظر المرفق; "
    "مرفق طيه; مرحبا "
)
_SAID = frozenset(tuple(keys(one)) for one in _GREETINGS.split(";"))
# A title is not folded into more lines.
_FOLDED = 5
_ANSWERED = re.compile(r"^\s*(?:(?:re|fwd?|tr|rv|rép|ref|رد|تحويل)\s*:\s*)+", re.IGNORECASE)


def recognised(lines: Sequence[str], title: Sequence[str]) -> set[int]:
    """Which of these lines, which follow each other, are of a letter and not of the text in it: heads, in which nothing is said but who, when and
    the text's own `title` (its words), lines that open a quotation, salutations."""
    found: set[int] = set()
    place = 0
    while place < len(lines):
        if reached := _head(lines, place, title):
            found |= set(range(place, reached))
            place = reached
            continue
        line = lines[place].strip()
        if _SEPARATOR.match(line) or tuple(keys(line)) in _SAID or _wrote(line) or _sent(_SENT.fullmatch(line)):
            found.add(place)
        elif place + 1 < len(lines) and len(keys(lines[place + 1])) <= 3 and _wrote(f"{line} {lines[place + 1].strip()}"):
            found |= {place, place + 1}
            place += 1
        place += 1
    return found


def messages(text: str) -> str:
    """A text with what a chat program has set before a message on a line of its own."""
    return _SENT_BEFORE.sub(lambda found: f"{found[0]}\n" if _sent(found) else found[0], text)


def _sent(found: re.Match[str] | None) -> bool:
    who = _MARKS.sub("", found[1]).strip() if found else ""
    return bool(_CALLED.fullmatch(who)) or _is_name(who, 3)


def is_subject(line: str, title: Sequence[str]) -> bool:
    """Whether this is the line of a letter's head that says its subject, and that is the text's own title."""
    field = _FIELD.match(line.strip())
    return field is not None and field["subject"] is not None and keys(_ANSWERED.sub("", field["value"])) == list(title)


def _head(lines: Sequence[str], place: int, title: Sequence[str]) -> int:
    """Where the head of a letter ends that begins here; 0 where none does. It names at least one person, by an address or beside a day and hour."""
    who = addressed = timed = False
    while place < len(lines):
        line = lines[place].strip()
        if who and _SAYS_LITTLE.match(line):
            place += 1
            continue
        field = _FIELD.match(line)
        if field is None:
            break
        value = field["value"].strip().strip("*")
        if field["person"]:
            ways = [_person(one) for one in re.split(r"[;,،]", value) if one.strip()]
            if not ways or not all(ways):
                break
            who, addressed = True, addressed or "address" in ways
        elif field["dated"]:
            if not _is_date(value):
                break
            timed = timed or bool(_CLOCK.search(value))
        elif not (taken := _subject(value, lines[place + 1 : place + _FOLDED], title)):
            break
        else:
            place += taken - 1
        place += 1
    return place if who and (addressed or timed) else 0


def _subject(value: str, after: Sequence[str], title: Sequence[str]) -> int:
    """How many lines the title takes that begins with `value`, a long one being folded; 0 where it is another."""
    for taken in range(len(after) + 1):
        if keys(_ANSWERED.sub("", " ".join((value, *after[:taken])))) == list(title):
            return taken + 1
    return 0


def _person(value: str) -> str:
    """How this names a person: by ``address``, by ``name``, or not at all."""
    if found := _ADDRESSED.match(value):
        return "address" if not found["name"].strip("\"' ") or _is_name(found["name"], 4) else ""
    return "name" if re.search("[A-Za-z]", value) and _is_name(value, 3) else ""


def _is_name(value: str, most: int) -> bool:
    words = re.findall(r"[^\s\"'()]+", value)
    if not 0 < len(words) <= most or any(one.isdigit() for one in value):
        return False
    return all(not one[0].isalpha() or one[0].isupper() or one[0].lower() == one[0].upper() or one.lower() in _PARTICLES for one in words)


def _is_date(value: str) -> bool:
    parts = re.findall(r"[^\s,،()]+", value)
    return bool(_YEAR.search(value)) and all(_DIGITS.fullmatch(one) or one.lower().rstrip(".") in _OF_DATES for one in parts)


def _wrote(line: str) -> bool:
    """Whether this is the line above a quotation: a day, who, "wrote" and a colon."""
    for shape in _WROTE:
        if found := shape.match(line):
            rest = re.sub(r"(?:^|\s)كتب(?:ت)?(?=\s|$)", " ", found["rest"])
            if shape is _WROTE[1] and rest == found["rest"]:
                continue
            parts = rest.split()
            ends = max((number for number in range(1, len(parts) + 1) if _is_date(" ".join(parts[:number]))), default=0)
            if ends and (ends == len(parts) or _person(" ".join(parts[ends:]).strip(",، "))):
                return True
    return False
