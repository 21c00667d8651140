"""What each field and parameter means: once, for the description that programs read and for the page that people read."""

from flask_babel import lazy_gettext as _

DOCUMENT = {
    "reference": _("The reference: the same in every language, never changed and never given again."),
    "code": _("The reference as it stands in addresses."),
    "kind": _("What the text is."),
    "section": _("The section of the site in which it stands."),
    "retrospective": _("True for a milestone: written later, from public sources, about an earlier event."),
    "dated": _("The date of the event or delivery, as exactly as it is known: to the day, the month or the year."),
    "released_at": _("When the edition that you read was released (UTC)."),
    "changed_at": _("When the text last changed in public: by an edition or a withdrawal (UTC)."),
    "edition": _("The number of the edition that you read; it is always the newest."),
    "change": _("Why this edition exists."),
    "status": _("Whether the text stands or was withdrawn. A withdrawn text stays readable under its notice."),
    "withdrawal": _("When it was withdrawn and why, by language; null while it stands."),
    "themes": _("Keys of themes, the most important first."),
    "bodies": _("Keys of the organizations that the text is about."),
    "occasion": _("The occasion of a Royal speech."),
    "session": _("The session of the body at which it was delivered."),
    "agenda_item": _("The item of its agenda."),
    "speaker": _("Who delivered it."),
    "venue": _("Where the event is held."),
    "starts_at": _("When it begins (UTC)."),
    "ends_at": _("When it ends (UTC)."),
    "venue_zone": _("The time zone of the place, by its name in the IANA database."),
    "sources": _("Where what a milestone says can be checked."),
    "address": _("The short address, which leads readers to the text in their language."),
    "api": _("The address of the document here, with its texts."),
    "texts": _("The text by language tag: fr, ar, en, es; only the languages in which it exists."),
}

TEXT = {
    "status": _("What this language is to the others: the original, an official or a courtesy translation."),
    "title": _("The title."),
    "summary": _("The summary."),
    "address": _("The page of the text in this language."),
    "plain_text": _("The same as plain text."),
    "citations": _("The citation for reference managers, by format."),
    "body_html": _(
        "The text as HTML of these elements alone: p, h2, h3, ul, ol, li, dl, dt, dd, blockquote, a, strong, em. In one document only, not in "
        "lists."
    ),
    "body_text": _("The text without markup. In one document only, not in lists."),
    "change_note": _("What a correction has corrected. In one document only, not in lists."),
    "files": _(
        "The files below the text: name, type, size in bytes, SHA-256, address, and of pictures what they show and their sizes. In one document "
        "only, not in lists."
    ),
}

LISTED = {
    "demonstration": _("True until this is the official site of the Mission."),
    "data": _("What was asked for."),
    "begun": _("Whether the last word was taken for the beginning of one."),
    "total": _("How many documents the search finds in all."),
    "left_out": _("How many more it would find by the whole years of the months asked for: documents of which the year alone is known."),
    "counts": _(
        "How many documents there would be with each value of each filter, as if that filter were off. A document of which the year alone is known "
        "counts under its year and under no month."
    ),
    "cursor": _("The place after the last one shown: give it back to go on from there."),
    "links": _("This stretch of the list, and the next one; null at the end."),
}

PARAMETERS = {
    "q": _("Words, as in the search box of the site. Where they hold no word and no number, every document is listed."),
    "begun": _("1: the last word is the beginning of one. Where no text holds it as a whole, it is taken so by itself."),
    "theme": _("Key of a theme; may be repeated."),
    "body": _("Key of an organization; may be repeated."),
    "kind": _("Kind of text; may be repeated."),
    "text": _("Language in which the text exists; may be repeated."),
    "session": _("Session of the body at which it was delivered; may be repeated."),
    "section": _("A section with a list of its own, as its page, feeds and letters show it."),
    "occasion": _("Occasion of a Royal speech."),
    "from": _(
        "First year or month of the event: 2024 or 2024-03. A document of which the year alone is known is found by its whole year, and by no part of "
        "it."
    ),
    "to": _("Last year or month of the event."),
    "sort": _("Order of what is found: by relevance where there are words, else the newest event first."),
    "order": _(
        "newest: by the date of the event, newest first. changed: by the last public change, oldest first; with the last cursor, whoever keeps a "
        "copy sees later what is new."
    ),
    "limit": _("How many at once, from 1 to 100; 20 unless told."),
    "cursor": _("The place from which to go on, as the answer before gave it. It fits only the same query."),
    "code": _("The code of a document, as in c2026-014."),
}

PLACES = {
    "": _("Where everything is."),
    "documents": _("Every communiqué, statement, speech, seminar and milestone, without bodies of text."),
    "documents/{code}": _("One document with its whole text in every language. A recalled one answers 410 with its notice."),
    "search": _("What the list of the site finds for the same query, with counts."),
    "themes": _("The themes, with their names in each language."),
    "bodies": _("The organizations, with acronym and name in each language."),
    "openapi.json": _("This description for programs (OpenAPI 3.1)."),
}
