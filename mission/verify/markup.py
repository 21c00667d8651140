"""The words of the canonical subset of HTML in which every text is kept."""

import html
import re

_ENDS = re.compile(r"</(?:p|h2|h3|li|dt|dd|blockquote)>")
_TAG = re.compile(r"<[^>]+>")


def plain(body: str) -> str:
    """One line per block, without markup."""
    words = html.unescape(_TAG.sub("", _ENDS.sub("\n", body)))
    return "\n".join(line for line in (" ".join(one.split()) for one in words.split("\n")) if line)
