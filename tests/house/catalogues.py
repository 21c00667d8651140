"""`make translations`: bring the four catalogues to the strings of the code. New ones are left empty, which a test then names."""

from pathlib import Path

import polib

from .test_translations import LANGUAGES, ROOT, strings


def main() -> None:
    wanted = strings()
    for language in LANGUAGES:
        path = Path(ROOT / "translations" / language / "LC_MESSAGES" / "messages.po")
        catalogue = polib.pofile(str(path), wrapwidth=110)
        known = {entry.msgid: entry for entry in catalogue}
        for gone in set(known) - wanted:
            catalogue.remove(known[gone])
        catalogue.extend(polib.POEntry(msgid=new, msgstr=new if language == "en" else "") for new in sorted(wanted - set(known)))
        catalogue.sort(key=lambda entry: entry.msgid)
        catalogue.save()
        print(f"{language}: {len(wanted - set(known))} new, {len(set(known) - wanted)} gone")


if __name__ == "__main__":
    main()
