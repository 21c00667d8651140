"""The words of a text as the index knows them: one analyser per language, the same for what is written and for what is asked.

French, English and Spanish are stemmed by Snowball and folded afterwards; Arabic by our own light stemmer (`arabic`). Every analyser keeps
the offsets of the words as they are written, with what is joined to a word by elision or as a prefix left outside.
"""

from .letters import divided, undotted
from .lexicon import LEXICON, head
from .scanning import CHUNK, Word, after, analyse, beginnings, chunk, chunks, inner, plain_word, reference
from .stopwords import STOP

# Changed whenever a text would be analysed otherwise than before: an index of another version is built again.
VERSION = 9

__all__ = [
    "CHUNK", "LEXICON", "STOP", "VERSION", "Word", "after", "analyse", "beginnings", "chunk", "chunks", "divided", "head", "inner", "plain_word", "reference",
    "undotted",
]  # fmt: skip
