"""An alert as its pages show it: frozen, and in the words of the page's language."""

from dataclasses import dataclass

from ...clocks import geneva
from ...languages import LANGUAGES, Language
from ...models import Alert
from ...services.alerts import queries, wording
from ...services.filtering import Filter
from ...web.access import labels
from ...web.language import current_language, day


@dataclass(frozen=True)
class Shown:
    """One alert; `since` is empty while nobody has confirmed it, `asked_again` says that the question was put whether it is still wanted."""

    number: int
    name: str
    href: str
    frequency: str
    frequency_label: str
    language: Language
    since: str
    asked_again: bool


def shown(alert: Alert) -> Shown:
    """`alert` for a page."""
    wanted = queries.unpacked(alert.query)
    return Shown(
        number=alert.id, name=in_words(wanted), href=queries.address(alert.language, wanted), frequency=alert.frequency.value,
        frequency_label=wording.frequencies(wording.speech(current_language().tag))[alert.frequency.value], language=LANGUAGES[alert.language],
        since=day(geneva(alert.confirmed_at)) if alert.confirmed_at else "", asked_again=alert.reminded_at is not None,
    )  # fmt: skip


def in_words(wanted: Filter) -> str:
    """A list in the words of the page's language."""
    return wording.described(wanted, labels(), wording.speech(current_language().tag))
