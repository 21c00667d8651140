"""What a sheet of the Mission's paper says around its text, out of the content of an edition and its entry, without the site.

These are words that the site has in its catalogues too; a test holds one against the other.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .named import named
from .surroundings import Furniture

_GENEVA = "Europe/Zurich"
WORDS: Mapping[str, Mapping[str, Any]] = {
    "fr": {
        "mission": "Mission permanente du Royaume du Maroc à Genève",
        "country": "Royaume du Maroc",
        "house": "Mission permanente à Genève",
        "demonstration": "Démonstration : ceci n’est pas un document officiel de la Mission.",
        "site": "Démonstration : ce site n’est pas le site officiel de la Mission.",
        "retrospective": "Repère : écrit aujourd’hui, d’après des sources publiques, sur un événement antérieur.",
        "sources": "Sources",
        "files": "Fichiers",
        "about": "Sur ce texte",
        "check": "Ce texte est-il bien de la Mission, et toujours en vigueur ? Voir :",
        "code": "Un code pour téléphone, qui mène à ce texte sur le site",
        "corrected": "Corrigé le {}",
        "language": "Français",
        "clock": "{}, heure de {}",
        "hours": "{}, {}",
        "to": "{} à {}",
        "facts": {"reference": "Référence", "date": "Date", "hours": "Horaires", "place": "Lieu",
                  "session": "Session", "agenda_item": "Point de l’ordre du jour", "speaker": "Orateur ou oratrice",
                  "released": "Diffusé le", "edition": "Édition",
                  "text": "Texte", "digest": "Empreinte (SHA-256)", "address": "Adresse"},
        "kinds": {"communique": "Communiqué", "statement": "Déclaration", "speech": "Discours", "seminar": "Séminaire", "milestone": "Repère"},
        "statuses": {"original": "Original", "official": "Traduction officielle", "courtesy": "Traduction de courtoisie"},
        "months": ("janvier", "février", "mars", "avril", "mai", "juin",
            "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        "short": ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."),
    },
    "ar": {
        "mission": "البعثة الدائمة للمملكة المغربية بجنيف",
        "country": "المملكة المغربية",
        "house": "البعثة الدائمة بجنيف",
        "demonstration": "عرض توضيحي: هذه ليست وثيقة رسمية للبعثة.",
        "site": "عرض توضيحي: هذا ليس الموقع الرسمي للبعثة.",
        "retrospective": "محطة: نص مكتوب اليوم، استنادا إلى مصادر عمومية، حول حدث سابق.",
        "sources": "المصادر",
        "files": "الملفات",
        "about": "حول هذا النص",
        "check": "هل هذا النص صادر عن البعثة وما زال ساريا؟ انظروا:",
        "code": "رمز للهاتف يقود إلى هذا النص على الموقع",
        "corrected": "صُحح في {}",
        "language": "العربية",
        "clock": "{} بتوقيت {}",
        "hours": "{}، الساعة {}",
        "to": "من {} إلى {}",
        "facts": {"reference": "المرجع", "date": "التاريخ", "hours": "التوقيت", "place": "المكان",
                  "session": "الدورة", "agenda_item": "بند جدول الأعمال", "speaker": "المتحدث",
                  "released": "نُشر في", "edition": "الطبعة",
                  "text": "النص", "digest": "البصمة الرقمية (SHA-256)", "address": "العنوان"},
        "kinds": {"communique": "بلاغ", "statement": "كلمة", "speech": "خطاب", "seminar": "ندوة", "milestone": "محطة"},
        "statuses": {"original": "الأصل", "official": "ترجمة رسمية", "courtesy": "ترجمة غير رسمية"},
        "months": ("يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو",
            "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر"),
    },
    "en": {
        "mission": "Permanent Mission of the Kingdom of Morocco in Geneva",
        "country": "Kingdom of Morocco",
        "house": "Permanent Mission in Geneva",
        "demonstration": "Demonstration: this is not an official document of the Mission.",
        "site": "Demonstration: this site is not the Mission’s official site.",
        "retrospective": "A milestone: written now, from public sources, about an earlier event.",
        "sources": "Sources",
        "files": "Files",
        "about": "About this text",
        "check": "Is this text the Mission’s, and does it still stand? See there:",
        "code": "A code for telephones, which leads to this text on the site",
        "corrected": "Corrected on {}",
        "language": "English",
        "clock": "{}, {} time",
        "hours": "{}, {}",
        "to": "{} to {}",
        "facts": {"reference": "Reference", "date": "Date", "hours": "Hours", "place": "Place",
                  "session": "Session", "agenda_item": "Agenda item", "speaker": "Speaker",
                  "released": "Released", "edition": "Edition",
                  "text": "Text", "digest": "Digest (SHA-256)", "address": "Address"},
        "kinds": {"communique": "Communiqué", "statement": "Statement", "speech": "Speech", "seminar": "Seminar", "milestone": "Milestone"},
        "statuses": {"original": "Original", "official": "Official translation", "courtesy": "Courtesy translation"},
        "months": ("January", "February", "March", "April", "May", "June",
            "July", "August", "September", "October", "November", "December"),
        "short": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"),
    },
    "es": {
        "mission": "Misión Permanente del Reino de Marruecos en Ginebra",
        "country": "Reino de Marruecos",
        "house": "Misión Permanente en Ginebra",
        "demonstration": "Demostración: este no es un documento oficial de la Misión.",
        "site": "Demostración: este no es el sitio oficial de la Misión.",
        "retrospective": "Hito: texto escrito ahora, a partir de fuentes públicas, sobre un hecho anterior.",
        "sources": "Fuentes",
        "files": "Archivos",
        "about": "Sobre este texto",
        "check": "¿Es este texto de la Misión y sigue vigente? Véase:",
        "code": "Un código para teléfonos, que lleva a este texto en el sitio",
        "corrected": "Corregido el {}",
        "language": "Español",
        "clock": "{}, hora de {}",
        "hours": "{}, {}",
        "to": "{} a {}",
        "facts": {"reference": "Referencia", "date": "Fecha", "hours": "Horario", "place": "Lugar",
                  "session": "Período de sesiones", "agenda_item": "Punto del orden del día", "speaker": "Orador u oradora",
                  "released": "Difundido", "edition": "Edición",
                  "text": "Texto", "digest": "Huella (SHA-256)", "address": "Dirección"},
        "kinds": {"communique": "Comunicado", "statement": "Declaración", "speech": "Discurso", "seminar": "Seminario", "milestone": "Hito"},
        "statuses": {"original": "Original", "official": "Traducción oficial", "courtesy": "Traducción de cortesía"},
        "months": ("enero", "febrero", "marzo", "abril", "mayo", "junio",
            "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    },
}  # fmt: skip


def furniture(content: Mapping[str, Any], known: str, tag: str, entries: Iterable[Mapping[str, Any]], site: str) -> Furniture:
    """What stands around the text of a content, whose digest is `known`, in a language; `entries` are those of the content, and may be none."""
    sheet, paper = phrases(content, known, tag, entries, site)
    name = str(content.get("name") or "")
    return Furniture(sheet, own=[name, _code(name), known], site=site, paper=paper)


def _code(name: str) -> str:
    return "-".join(name.lower().split("/")[1:]).replace("-", "", 1)


def phrases(content: Mapping[str, Any], known: str, tag: str, entries: Iterable[Mapping[str, Any]], site: str) -> tuple[list[str], list[str]]:
    """What stands on every sheet of the paper of a content, and what stands there once around its text; given as to `furniture`."""
    words, name = WORDS.get(tag, WORDS["fr"]), str(content.get("name") or "")
    code = _code(name)
    address = f"{site}/d/{code}" if site else ""
    halves = known[:32], known[32:]
    sheet = [words["demonstration"], words["check"], words["code"], name, address, "SHA-256", known, *halves, f"SHA-256 {known}"]
    sheet += [" ".join(halves), "SHA-256 " + " ".join(halves)]
    paper = [words[one] for one in ("mission", "site", "sources", "files", "about", "retrospective")]
    paper += [WORDS[one][part] for one in (tag, "fr", "ar") if one in WORDS for part in ("country", "house")]
    said = content.get("translations", {}).get(tag, {})
    days = [*_dated(content.get("dated"), tag)]
    facts = {"reference": [name], "date": days, "hours": list(_hours(content.get("hours"), tag)), "place": _printed(str(content.get("venue") or ""), tag)}
    facts |= {name: [str(content.get(name) or "")] for name in ("session", "agenda_item", "speaker")}
    facts |= {"released": [], "edition": [], "digest": [known], "address": [address]}
    facts["text"] = [f"{words['statuses'].get(said.get('status'), '')} ({words['language']})"]
    for one in entries:
        released = _released(str(one.get("time")), tag)
        facts["released"] += released
        facts["edition"].append(str(one.get("edition")))
        paper += [words["corrected"].format(day) for day in released]
    for label, values in facts.items():
        # What stands in brackets is set on either side of what it belongs to.
        paper += [part for one in (words["facts"][label], *values) for part in (one, *re.split("[()]", one))]
    paper += [words["kinds"].get(content.get("kind"), ""), str(said.get("change_note") or "")]
    for one in content.get("corrections") or ():
        paper += [words["corrected"].format(day) for day in _released(str(one.get("time")), tag)] + [str(one["notes"].get(tag) or "")]
    for source in content.get("sources") or ():
        paper += [one for value in source.values() for one in _printed(str(value), tag)]
    for file in (content.get("files") or {}).get(tag, ()):
        paper += [str(file.get("name")), f"SHA-256 {file.get('sha256')}"]
    return sheet, [one for one in paper if one]


def _printed(written: str, tag: str) -> list[str]:
    """A name in the form in which papers print it, and as it is written: so were those of an earlier day."""
    return list(dict.fromkeys((named(written, tag), written)))


def _hours(hours: Any, tag: str) -> Iterator[str]:
    """The hours of an event as the paper prints them, by the clock of its place and by Geneva's."""
    begins, ends, where = hours if isinstance(hours, list) and len(hours) == 3 else (None, None, None)
    if not begins:
        return
    words = WORDS.get(tag, WORDS["fr"])
    moments = [datetime.fromisoformat(one) for one in (begins, ends) if one]
    for zone in dict.fromkeys((where or _GENEVA, _GENEVA)):
        try:
            shown = [one.astimezone(ZoneInfo(zone)) for one in moments]
        except (ZoneInfoNotFoundError, ValueError, OSError):
            # A machine that knows no zones.
            continue
        city = named(zone, tag).rpartition("/")[2].replace("_", " ")
        times = [f"{one:%H:%M}" for one in shown]
        days = [_joined(str(one.day), one.date(), tag) for one in shown]
        if days[0] == days[-1]:
            # Programs turn a range that stands in Arabic.
            spans = dict.fromkeys(("–".join(times), "–".join(reversed(times))))
            said = [*spans, *(words["hours"].format(day, span) for day in days[0] for span in spans)]
        else:
            said = [words["to"].format(*map(words["hours"].format, pair, times)) for pair in product(*days)]
        yield from (contracted(words["clock"].format(one, city), tag) for one in said)


def contracted(said: str, tag: str) -> str:
    """A sentence with its French prepositions as French writes them before Le Caire and Addis-Abeba; in other languages as it is."""
    return re.sub(r"\bde (?=[AÉEIO])", "d’", said.replace(" de Le ", " du ")) if tag == "fr" else said


def _dated(dated: Any, tag: str) -> Iterable[str]:
    """A civil date as the paper prints it."""
    start, end, precision = dated if isinstance(dated, list) and len(dated) == 3 else (None, None, None)
    if not start:
        return
    first = date.fromisoformat(start)
    last = date.fromisoformat(end) if end else first
    if precision == "year":
        yield str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    elif precision == "month":
        yield from _joined("", first, tag)
    elif first == last:
        yield from _joined(str(first.day), first, tag)
    elif (first.year, first.month) == (last.year, last.month):
        # Programs turn a range of figures that stands in Arabic.
        for days in (f"{first.day}–{last.day}", f"{last.day}–{first.day}"):
            yield from _joined(days, last, tag, "short")
    else:
        begun = _joined(str(first.day), first, tag, "short", year=first.year != last.year)
        yield from (f"{one} – {other}" for one in begun for other in _joined(str(last.day), last, tag, "short"))


def _joined(days: str, of: date, tag: str, months: str = "months", *, year: bool = True) -> list[str]:
    words = WORDS.get(tag, WORDS["fr"])
    parts = [words.get(months, words["months"])[of.month - 1], *([str(of.year)] if year else [])]
    if tag == "es":
        return [" de ".join([days, *parts] if days else parts)]
    return [" ".join([written, *parts]).strip() for written in _days(days, tag)]


def _days(days: str, tag: str) -> list[str]:
    """Days as they are printed; the first of a month is not a figure alone, and on papers of an earlier day it was."""
    first, dash, last = days.partition("–")
    if first != "1" or tag not in ("fr", "ar"):
        return [days]
    called = f"1er{dash}{last}" if tag == "fr" else f"فاتح – {last}" if dash else "فاتح"
    return [called, days]


def _released(time: str, tag: str) -> list[str]:
    """The day of an act in Geneva, which is one or two hours ahead."""
    try:
        moment = datetime.fromisoformat(time).astimezone(UTC)
    except ValueError:
        return []
    days = {(moment + timedelta(hours=ahead)).date() for ahead in (1, 2)}
    return [said for one in sorted(days) for said in _joined(str(one.day), one, tag)]
