"""What a process has learned of the words that it reads: it forgets, and finds the same."""

from mission.services.search.analysis import CHUNK, analyse
from mission.services.search.analysis.lexicon import Lexicon

TEXT = "L’accord arabo-africain de Genève, A/HRC/58/L.27 : les accords, l’ACCORD (accord) et « l’accord »."


def found(lexicon: Lexicon, form: str) -> set[str]:
    chunks = set(CHUNK.findall(TEXT))
    lexicon.learn(chunks)
    return lexicon.found_by([form]) & chunks


def test_a_form_finds_every_chunk_in_which_a_word_has_it() -> None:
    form = analyse("accord", "fr")[0].forms[0]
    assert found(Lexicon("fr"), form) == {"L’accord", "accords,", "l’ACCORD", "(accord)", "l’accord"}
    assert found(Lexicon("fr"), analyse("arabo-africain", "fr")[0].more[0]) == {"arabo-africain"}
    assert found(Lexicon("fr"), "hrc") == {"A/HRC/58/L.27"}


def test_a_full_lexicon_forgets_and_learns_again() -> None:
    form = analyse("accord", "fr")[0].forms[0]
    small = Lexicon("fr", most=20)
    before = found(small, form)
    for at in range(10):
        small.learn({f"mot{at}x{n}" for n in range(8)})
    assert not small.found_by([form])
    assert found(small, form) == before
