"""What a process knows of the words that it reads without analysing them: it finds the same, and forgets."""

from mission.languages import TAGS
from mission.services.search.analysis import CHUNK, analyse, head
from mission.services.search.analysis.lexicon import Lexicon, heads
from tests.benchmarks.vocabulary import words

TEXT = "L’accord arabo-africain de Genève, A/HRC/58/L.27 : les accords, l’ACCORD (accord), un e-mail, O’Neill is dying, l’O.N.U., lʼattente Lʹaudace Saʿīd Qurʾān, EE.UU., Łódź, ﬁnance et « l’accord »."
ARABIC = "هيأة هيئات المسئلة لـ194 وب٣٥ بـOIM أڭادير وبالمسؤولين للاجئين والمملكة، شيء مئة آخر بجنيف اتفاقًا المُنظَّمة"


def test_whatever_a_word_is_found_by_its_chunk_is_near_it() -> None:
    for tag in TAGS:
        for one in {*words(tag)[:6000], *CHUNK.findall(f"{TEXT} {ARABIC}")}:
            forms = {form for word in analyse(one, tag) for form in (*word.forms, *word.more, word.surface)}
            assert {head(form) for form in forms} <= heads(one), (tag, one)


def test_few_chunks_are_near_a_form() -> None:
    text = set(words("fr")[:6000])
    form = analyse("communiqué", "fr")[0].forms[0]
    assert len(Lexicon().near(text, [head(form)])) < len(text) / 10


def test_a_full_lexicon_forgets_and_learns_again() -> None:
    small, chunks = Lexicon(most=40), set(CHUNK.findall(TEXT))
    before = small.near(chunks, ["ac"])
    assert before == {"L’accord", "l’ACCORD", "(accord),", "accords,", "l’accord"}
    for at in range(10):
        small.near({f"mot{at}x{n}" for n in range(8)}, [])
    assert sum(map(len, small._by_head.values())) <= 80
    assert small.near(chunks, ["ac"]) == before
