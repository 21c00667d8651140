"""The four languages of the site: tag, own name, direction and order of fallback."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """One language of the site.

    `tag` is the BCP 47 tag and the first segment of every address; `name` is the language's name in itself; `direction` is
    ``ltr`` or ``rtl``; `locale` is the CLDR locale for dates and numbers; `fallbacks` are the tags to try, in
    order, where a text does not exist in this language.
    """

    tag: str
    name: str
    direction: str
    locale: str
    fallbacks: tuple[str, ...]

    def __str__(self) -> str:
        return self.tag


# Arabic writes dates as Morocco does: Western digits, and the Maghreb's names of the months.
LANGUAGES: dict[str, Language] = {
    language.tag: language
    for language in (
        Language("fr", "Français", "ltr", "fr", ("en", "es", "ar")),
        Language("ar", "العربية", "rtl", "ar_MA", ("fr", "en", "es")),
        Language("en", "English", "ltr", "en_GB", ("fr", "es", "ar")),
        Language("es", "Español", "ltr", "es", ("fr", "en", "ar")),
    )
}

TAGS: tuple[str, ...] = tuple(LANGUAGES)
DEFAULT = LANGUAGES["fr"]


def choose(wanted: Language, available: "set[str] | frozenset[str] | tuple[str, ...] | list[str]") -> Language | None:
    """The language in which to show a text to a reader of `wanted`, among the tags that exist; None where there is none."""
    for tag in (wanted.tag, *wanted.fallbacks):
        if tag in available:
            return LANGUAGES[tag]
    return None
