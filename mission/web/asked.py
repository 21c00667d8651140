"""What a browser asks and sends, as the site reads it."""

from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.utils import cached_property

from ..legible import legible

_HYPHEN = "\ufffe"


class Asked(Request):
    """A request in whose words nothing stands that is no character: what came with a copy out of a PDF is seen by nobody, and kept nowhere."""

    @cached_property
    def args(self) -> MultiDict[str, str]:  # type: ignore[override]
        return cleaned(super().args)

    def _load_form_data(self) -> None:
        if "form" not in self.__dict__:
            super()._load_form_data()
            self.__dict__["form"] = cleaned(self.__dict__["form"])


def cleaned(values: MultiDict[str, str]) -> MultiDict[str, Any]:
    """The same fields, each value legible; where a browser's viewer of PDFs writes a hyphen at the end of a line, its sign stays: by it, what was
    copied there is known (`verify.sheets`). What is kept as a text loses it too."""
    return ImmutableMultiDict([(legible(name), _HYPHEN.join(map(legible, value.split(_HYPHEN)))) for name, value in values.items(multi=True)])
