"""The letters that followers get: of what is new, and those by which an alert is confirmed, found and kept."""

from datetime import datetime
from typing import Any

from markupsafe import Markup

from ... import addresses
from ...config import Settings
from ...languages import LANGUAGES, choose
from ...models import Act, Alert, Follower
from ..markup import canonical, readable
from ..particulars import particulars
from ..shown import Labels
from . import queries, tokens, wording
from .drawing import Drawn, draw, list_id
from .news import Item
from .wording import Speech, speech


def news_letter(alert: Alert, found: tuple[Item, ...], names: Labels, settings: Settings, at: datetime, head: str = "") -> Drawn:
    """What waits for an alert. One document comes with its text, several with their summaries; `head` is the register's, as a signed note."""
    spoken = speech(alert.language)
    name = wording.described(queries.unpacked(alert.query), names, spoken)
    ending = settings.base_url + addresses.alert_ending(alert.language, tokens.sign(settings, "end", alert.id, alert.seal))
    heads = {
        "List-Id": list_id(settings, alert.language),
        "List-Unsubscribe": f"<{ending}>",
        # RFC 8058: the mail program posts this to the address above by itself.
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    told = [_told(item, spoken, settings, whole=len(found) == 1) for item in found]
    return draw(
        "news", spoken, _subject(told, name, spoken), settings, heads, entries=told, list_name=name,
        list_address=settings.base_url + queries.address(alert.language, queries.unpacked(alert.query)), ending=ending,
        managing=settings.base_url + addresses.alert_link(alert.language), head=head, checkpoint=settings.base_url + addresses.CHECKPOINT,
    )  # fmt: skip


def _subject(told: list[dict[str, Any]], name: str, spoken: Speech) -> str:
    _ = spoken.gettext
    if len(told) == 1:
        return str(told[0]["subject"])
    return _("%(list)s: %(count)s", list=name, count=spoken.ngettext("%(num)s text", "%(num)s texts", len(told)))


def _told(item: Item, spoken: Speech, settings: Settings, *, whole: bool) -> dict[str, Any]:
    """One document as a letter shows it."""
    _ = spoken.gettext
    chosen = choose(spoken.language, tuple(item.notice.texts)) if item.notice else None
    told: dict[str, Any] = {
        "act": item.act.value, "reference": item.reference, "note": item.notice.texts[chosen.tag] if item.notice and chosen else "",
        "note_language": chosen or spoken.language, "whole": False, "foreign": False,
    }  # fmt: skip
    if item.document is None:
        return told | {"subject": _("%(reference)s: recalled", reference=item.reference), "title": item.reference, "language": spoken.language}
    document, text = item.document, item.document.text(spoken.language)
    kind = wording.kinds(spoken)[document.kind]
    told |= {
        "subject": _subject_of(item.act, kind, text.title, spoken), "title": text.title, "summary": text.summary, "kind": kind,
        "dated": spoken.dated(document.dated), "language": LANGUAGES[text.language], "foreign": text.language != spoken.language.tag,
        "href": settings.base_url + addresses.document(spoken.language.tag, document.section, document.code or ""),
        "sources": document.kind == "milestone", "particulars": particulars(document, spoken.language, spoken.gettext),
    }  # fmt: skip
    if whole and item.edition:
        told |= {"whole": True, **_whole(text.body, settings)}
    return told


def _subject_of(act: Act, kind: str, title: str, spoken: Speech) -> str:
    _ = spoken.gettext
    if act is Act.CORRECTION:
        return _("Corrected: %(title)s", title=title)
    if act is Act.TRANSLATION:
        return _("Now in another language: %(title)s", title=title)
    if act is Act.WITHDRAWAL:
        return _("Withdrawn: %(title)s", title=title)
    return _("%(kind)s: %(title)s", kind=kind, title=title)


def _whole(body: str, settings: Settings) -> dict[str, Any]:
    text, links = readable(body)
    html = canonical(body).replace('href="/', f'href="{settings.base_url}/')
    absolute = [settings.base_url + one if one.startswith("/") else one for one in links]
    return {"body": Markup(html), "text": text, "links": absolute}  # noqa: S704 - canonical() is the sanitiser


def confirmation(alert: Alert, names: Labels, settings: Settings, at: datetime) -> Drawn:
    """The letter by which whoever reads the mailbox says yes."""
    spoken = speech(alert.language)
    _ = spoken.gettext
    name = wording.described(queries.unpacked(alert.query), names, spoken)
    token = tokens.sign(settings, "confirm", alert.id, alert.seal, until=tokens.within(at, settings.ALERT_CONFIRM_HOURS))
    return draw(
        "link", spoken, _("Please confirm: %(list)s", list=name), settings,
        before=[_("Somebody, probably you, asked this site to send the texts of a list to this address:"), name,
                _("To receive them, open this page and press its button:")],
        link=settings.base_url + addresses.alert_confirmation(alert.language, token),
        after=[_("The link holds for %(hours)s hours. If it was not you, do nothing: no text is sent, and this address is forgotten by itself.",
                 hours=settings.ALERT_CONFIRM_HOURS)],
    )  # fmt: skip


def way_in(follower: Follower, tag: str, settings: Settings, at: datetime) -> Drawn:
    """The letter with the link to one's alerts."""
    spoken = speech(tag)
    _ = spoken.gettext
    token = tokens.sign(settings, "manage", follower.id, follower.seal, until=tokens.within(at, settings.ALERT_LINK_HOURS))
    return draw(
        "link", spoken, _("The link to your alerts"), settings,
        before=[_("Here you see the lists that this address follows, change how often they write, or end them:")],
        link=settings.base_url + addresses.alert_managing(tag, token),
        after=[_("The link holds for %(hours)s hours. If you did not ask for it, do nothing: nothing changes.", hours=settings.ALERT_LINK_HOURS)],
    )  # fmt: skip


def reminder(alert: Alert, names: Labels, settings: Settings, at: datetime) -> Drawn:
    """The question whether an alert is still wanted, before it ends by itself."""
    spoken = speech(alert.language)
    _ = spoken.gettext
    name = wording.described(queries.unpacked(alert.query), names, spoken)
    token = tokens.sign(settings, "confirm", alert.id, alert.seal, until=tokens.within(at, 24 * settings.ALERT_REMIND_DAYS))
    return draw(
        "link", spoken, _("Do you still want these texts? %(list)s", list=name), settings,
        before=[_("For a long time this address has followed a list:"), name, _("To go on receiving its texts, open this page and press its button:")],
        link=settings.base_url + addresses.alert_confirmation(alert.language, token),
        after=[_("If you do nothing, the alert ends in %(days)s, and what is held about it is deleted.", days=spoken.days(settings.ALERT_REMIND_DAYS))],
    )  # fmt: skip
