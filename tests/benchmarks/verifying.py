"""How long it takes to say where a pasted text comes from among 100,000 editions, and to check a register of 100,000 entries offline.

The texts are invented from a small vocabulary and open with the same formula, as communiqués do: the hardest case for a search by marks. An
absolute folder as the second argument keeps the site for another time.
"""

import base64
import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from flask import Flask
from sqlalchemy import insert, select

from mission import create_app
from mission.extensions import engines
from mission.models import Edition, SettledContent
from mission.services.authenticity import finding, marks
from mission.services.authenticity.keys import Signer
from mission.verify.canon import canonical, digest
from mission.verify.keyring import Key
from mission.verify.register import ORIGIN, PURPOSE, Checking

from .pages import ORIGIN as HERE
from .pages import settings, site
from .report import machine, table, write

SIZE = 100_000
_WORDS = 220
_FORMULA = "La Mission permanente d’essai, texte inventé pour mesurer et sans aucune valeur, présente ses compliments inventés et a l’honneur de communiquer ce qui suit."
_STEMS = ("accord", "session", "droit", "conseil", "délégation", "programme", "initiative", "migration", "santé", "travail", "commerce", "climat", "enfant", "réforme", "dialogue")
_ENDS = ("", "s", "é", "ée", "ement", "ation", "iste", "al", "ique", "eur", "oire", "able", "ant", "ière", "uel", "isme")
_AT_ONCE = 1000


def words_of(number: int) -> list[str]:
    """The invented words of one text: the same for the same number."""
    state, made = number * 2_654_435_761 % 2**32 or 1, []
    for _ in range(_WORDS):
        state = (state * 1_664_525 + 1_013_904_223) % 2**32
        made.append(f"{_STEMS[(state >> 20) % len(_STEMS)]}{_ENDS[(state >> 10) % len(_ENDS)]}" if state >> 29 else str((state >> 8) % 100))
    return made


def content_of(number: int) -> dict[str, object]:
    """The settled content of one text."""
    paragraph = " ".join(words_of(number))
    text = {"title": f"ÉCHANTILLON inventé {number}", "summary": "Texte inventé.", "body": f"<p>{_FORMULA}</p><p>{paragraph}</p>"}
    return {"name": f"sample {number}", "translations": {"fr": text}}


def fill() -> None:
    """Contents and marks for every sample; what the site holds besides is made by `samples`."""
    with engines.writer.begin() as connection:
        lacking = ~select(SettledContent.edition_id).where(SettledContent.edition_id == Edition.id).exists()
        ids = list(connection.scalars(select(Edition.id).where(lacking).order_by(Edition.id)))
        # The marks lie in the order of their numbers, which are spread at random: put in as they come, each would move a page of the file.
        connection.exec_driver_sql("CREATE TEMPORARY TABLE made (mark INTEGER, edition_id INTEGER, language TEXT)")
        for begun in range(0, len(ids), _AT_ONCE):
            contents, prints = [], []
            for number in ids[begun : begun + _AT_ONCE]:
                content = content_of(number)
                written = canonical(content)
                contents.append({"edition_id": number, "digest": digest(written), "content": written.decode()})
                prints += [tuple(one.values()) for one in marks.rows(number, content)]
            connection.execute(insert(SettledContent), contents)
            connection.exec_driver_sql("INSERT INTO made VALUES (?, ?, ?)", prints)
        connection.exec_driver_sql("INSERT INTO text_print (mark, edition_id, language) SELECT * FROM made ORDER BY 1, 2, 3")
        connection.exec_driver_sql("DROP TABLE made")
        connection.exec_driver_sql("ANALYZE")


def cost(act: Callable[[int], None], numbers: list[int]) -> tuple[str, ...]:
    """Milliseconds: the middle one and the slowest of CPU, and the middle one by the clock."""
    worked, spent = [], []
    for number in numbers:
        begun, used = time.perf_counter(), time.process_time()
        act(number)
        worked.append(time.process_time() - used)
        spent.append(time.perf_counter() - begun)
    middle = len(numbers) // 2
    return tuple(f"{one * 1e3:.0f} ms" for one in (sorted(worked)[middle], max(worked), sorted(spent)[middle]))


def text_of(number: int) -> str:
    """A text as somebody pastes it."""
    return f"{_FORMULA}\n{' '.join(words_of(number))}"


def strange(number: int) -> str:
    """A text of the same words that nobody has published: their numbers come from one circle, so that another number's words may be those of a text
    that is there, from further on."""
    words = words_of(number)
    random.Random(number).shuffle(words)  # noqa: S311 - the same at each run
    return f"{_FORMULA}\n{' '.join(words)}"


def altered(number: int) -> str:
    """The same with one word changed."""
    words = words_of(number)
    words[100] = "chiffre-changé"
    return f"{_FORMULA}\n{' '.join(words)}"


def pasted(app: Flask) -> str:
    """What each kind of text costs: where it comes from alone, and the whole answer of the form."""
    rows = []
    client = app.test_client()
    with engines.reading() as session:
        ids = list(session.scalars(select(SettledContent.edition_id).order_by(SettledContent.edition_id)))
        numbers = ids[len(ids) // 3 :: max(1, len(ids) // 30)][:20]

        def found(text: Callable[[int], str], differences: int) -> Callable[[int], None]:
            def act(number: int) -> None:
                one = finding.find(session, text(number))
                assert one is not None
                assert (one.edition_id, len(one.comparison.differences)) == (number, differences)

            return act

        def unknown(number: int) -> None:
            assert finding.find(session, strange(number)) is None

        def quoted(number: int) -> None:
            # Eight words: too few for a mark that is sure to be there.
            finding.find(session, " ".join(words_of(number)[50:58]))

        def posted(text: Callable[[int], str], verdict: str) -> Callable[[int], None]:
            def act(number: int) -> None:
                answer = client.post("/fr/verify", data={"text": text(number)}, base_url=HERE, headers={"Sec-Fetch-Site": "same-origin"})
                assert f'data-verdict="{verdict}"' in answer.text

            return act

        acts: tuple[tuple[str, Callable[[int], None]], ...] = (
            ("whole", found(text_of, 0)), ("one word changed", found(altered, 1)), ("unknown", unknown), ("eight words", quoted),
            ("whole, by the form", posted(text_of, "issued")), ("one word changed, by the form", posted(altered, "altered")),
            ("a sentence added, by the form", posted(lambda number: f"{text_of(number)}\nUne phrase que personne n’a publiée.", "altered")),
            ("unknown, by the form", posted(strange, "unknown")),
        )  # fmt: skip
        for name, act in acts:
            act(numbers[-1])
            rows.append([name, *cost(act, numbers)])
    return table(("pasted", "CPU", "slowest", "by the clock"), rows)


def register(size: int) -> Iterator[bytes]:
    """The lines of a signed register of invented entries, and of the key that signed it."""
    signer, previous = Signer.new(), ORIGIN
    yield json.dumps({"key": signer.key_id, "public": base64.b64encode(signer.public).decode()}).encode()
    for sequence in range(1, size + 1):
        statement = {"sequence": sequence, "time": "2026-11-24T09:30:17Z", "act": "first", "name": f"MPM/C/2100/{sequence}", "edition": 1,
                     "content": "0" * 64, "demonstration": True, "previous": previous}  # fmt: skip
        previous = digest(canonical(statement))
        signature = base64.b64encode(signer.sign(PURPOSE + previous.encode() + b"\n")).decode()
        yield canonical(statement | {"digest": previous, "key": signer.key_id, "signature": signature})


def offline(size: int) -> None:
    """A register checked as `mission-verify register` does: chain, signatures and tree."""
    first, *lines = register(size)
    said = json.loads(first)
    checking = Checking({said["key"]: Key(said["key"], base64.b64decode(said["public"]), "2026-01-01T00:00:00Z")})
    begun, spent = time.perf_counter(), time.process_time()
    assert list(checking.faults(lines, [size])) == []
    clock, spent = time.perf_counter() - begun, time.process_time() - spent
    said = (
        f"{size:,} entries, {sum(map(len, lines)) / 1e6:.0f} MB: chain, signatures and tree in {spent:.1f} s of CPU, {spent / size * 1e6:.0f} µs each "
        f"({clock:.1f} s by the clock)."
    )
    print(said)
    write("Checking a register, offline", f"{machine('cryptography')}\n\nWritten by `python -m tests.benchmarks.verifying`; as `python mission-verify.pyz register` does it.\n\n- {said}")


def kept(size: int, folder: Path) -> Flask:
    """The site in this folder, made where it is not there yet."""
    if not (folder / "mission.sqlite").exists():
        folder.mkdir(parents=True, exist_ok=True)
        return site(size, folder, tags=("fr",))
    return create_app(settings(folder))


def main() -> int:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else SIZE
    offline(size)
    begun, used = time.perf_counter(), time.process_time()
    app = kept(size, Path(sys.argv[2])) if len(sys.argv) > 2 else site(size, tags=("fr",))
    fill()
    with engines.reading() as session:
        prints = session.connection().exec_driver_sql("SELECT count(*) FROM text_print").scalar()
    print(f"{size} editions with {prints} marks, made in {time.perf_counter() - begun:.0f} s ({time.process_time() - used:.0f} of CPU); database in {tempfile.gettempdir()}, {Path(engines.writer.url.database or '').stat().st_size / 1e6:.0f} MB")
    said = pasted(app)
    print(said)
    about = (
        f"Written by `python -m tests.benchmarks.verifying`: among {size:,} editions of one language with {prints:,} marks, the middle one of twenty each. The texts "
        "are of few words and open alike. *By the form* is the whole request in process; the samples are in no search index here, so what the page of a text "
        "names beside it is asked of the database."
    )
    write("Where a pasted text comes from", f"{machine('Flask', 'SQLAlchemy', 'SQLite')}\n\n{about}\n\n{said}")
    print(f"at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB of memory")
    engines.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
