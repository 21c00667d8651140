"""Why a verb refuses. The desk turns each into a sentence in the person's language."""


class Refusal(Exception):
    """A verb that cannot be carried out; nothing has changed."""

    @property
    def reason(self) -> str:
        """The reason for the journal: the refusal's name, and what it is about."""
        about = str(self)
        return f"{type(self).__name__}: {about}" if about else type(self).__name__


class WrongState(Refusal):
    """The edition is not in a state from which the verb leads anywhere. `state` is where it stands."""

    def __init__(self, verb: str, state: str) -> None:
        super().__init__(f"{verb} does not apply to what is {state}")
        self.verb = verb
        self.state = state


class StaleEdition(Refusal):
    """Somebody saved the edition since it was read. `version` is the newest."""

    def __init__(self, version: int) -> None:
        super().__init__(f"the edition is at version {version} by now")
        self.version = version


class Agreed(StaleEdition):
    """The edition was a draft when it was read, and has been submitted or approved since: saving it takes that back."""


class EditionUnderWay(Refusal):
    """The document has an unsettled edition already; `edition_id` names it."""

    def __init__(self, edition_id: int) -> None:
        super().__init__("one unsettled edition per document")
        self.edition_id = edition_id


class OwnWork(Refusal):
    """Whoever wrote an edition does not approve it while somebody else can."""


class LanguagesMissing(Refusal):
    """Languages that this kind requires are missing or incomplete; `tags` names them."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        super().__init__(f"missing: {', '.join(tags)}")
        self.tags = tags


class Incomplete(Refusal):
    """Something without which an edition cannot be released; `what` is a key: ``original``, ``dated``, ``note``, ``place``, ``segment``,
    ``remark`` (of a return), ``reason`` (of an override), ``reference`` (typed to recall)."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class AlternativesMissing(Refusal):
    """Pictures of which nobody has said what they show; `names` are theirs."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(f"no alternative text: {', '.join(names)}")
        self.names = names


class FilesWithoutText(Refusal):
    """There are files in languages that have no text; `tags` names them."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        super().__init__(f"files without a text: {', '.join(tags)}")
        self.tags = tags


class TooManyFiles(Refusal):
    """More files in one language than a page can show."""


class PlaceTaken(Refusal):
    """Another page has, once had, or is about to have this address."""


class CannotMove(Refusal):
    """A page cannot go where it is to go; `why`: ``below`` (its own self or a page below it), ``section`` (pages below it stay behind)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class PagesBelow(Refusal):
    """A page with public pages below it is not recalled: they would stand below nothing."""


class FirstPage(Refusal):
    """The first page of a section is not recalled: its list, and everything that leads to the section, would lead to nothing, and for good."""


class NotAddition(Refusal):
    """An edition said to add a language changes something else; `names` says what: ``section``, ``fr.title``, ``fr.files``, ``fr`` (a language
    taken out). Without names it adds none."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(", ".join(names))
        self.names = names


class TimePassed(Refusal):
    """The release time lies before now, or is not a whole minute."""


class Gone(Refusal):
    """The document is recalled: nothing more happens to it."""


class NeverPublic(Refusal):
    """Only what is public can be withdrawn, recalled or corrected."""


class NoticeMissing(Refusal):
    """A notice for the public is required, at least in the languages of the text; `tags` names those that lack it."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        super().__init__(f"notice missing: {', '.join(tags)}")
        self.tags = tags


class NotesMissing(Refusal):
    """A correction tells its readers in each language in which they see something else; `tags` names those that lack the note.
    `unchanged`: nothing differs from what is public yet."""

    def __init__(self, tags: tuple[str, ...], *, unchanged: bool = False) -> None:
        super().__init__(f"missing: {', '.join(tags)}")
        self.tags = tags
        self.unchanged = unchanged


class NotesAstray(Refusal):
    """A note tells of a correction in a language in which nothing was corrected; `tags` names those."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        super().__init__(f"astray: {', '.join(tags)}")
        self.tags = tags


class ReturnsOpenly(Refusal):
    """What was withdrawn returns by a correction, which says so; never by an edition without a word."""
