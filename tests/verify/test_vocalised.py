"""Arabic with all its vowel marks, as `pdftotext` gives it back from a paper: letters said again, lines parted at a mark. Changed words stay changed."""

from mission.verify.comparison import Comparison, Original, compare
from mission.verify.joined import once
from mission.verify.sheets import readings

# What was published, and what was read of it, by default and with ``-raw``.
READ = (
    (
        "مُحَمَّدٌ السَّفِيرُ يُؤَكِّدُ التِزَامَ المَملَكَةِ المَغرِبِيَّةِ بِحُقُوقِ الإنسَانِ فِي كُلِّ الظُّرُوفِ.",
        "\u202bُم َّمَحَّمٌد َّس\u202c\n\u202bالَّس ِفيُر ُيَؤِّكُد الِتَزاَم الَممَلَكِة الَمغِرِبَّيِة ِب ُحُقوِق الإنَساِن ِفي ُكِّل ِّل الُّظ ُروِف \u202a.\u202c\u202c",
    ),
    (
        "مُحَمَّدٌ السَّفِيرُ يُؤَكِّدُ التِزَامَ المَملَكَةِ المَغرِبِيَّةِ بِحُقُوقِ الإنسَانِ فِي كُلِّ الظُّرُوفِ.",
        ". \u202bُروِف\u202c\u202bالُّظ\u202c \u202bِّل\u202c\u202bِّل\u202c\u202bُك\u202c \u202bي\u202c\u202bِف\u202c \u202bالإنَساِن\u202c \u202bُقوِق\u202c\u202bُح\u202c \u202bِب\u202c \u202bِة\u202c\u202bغِرِبَّي\u202c\n\u202bالَم\u202c \u202bمَلَكِة\u202c\n\u202bالَم\u202c \u202bَزاَم\u202c\u202bِت\u202c\u202bال\u202c \u202bَؤِّكُد\u202c\n\u202bُي\u202c \u202bِفيُر\u202c \u202bَّس\u202c\n\u202bالَّس\u202c \u202bٌد\u202c\u202bَّم\u202c\n\u202bَّم\u202c\u202bَح\u202c\u202bُم\u202c",
    ),
    (
        "بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ، والصلاة والسلام على مولانا رسول الله وآله وصحبه.",
        "\u202bِن الَّرِحيِم\u202a ،\u202cوالصلاة والسلام على مولانا رسول الله وآله وصحبه\u202a.\u202c\u202c\n\u202bِبْسِم ال َّلَّل َّلِه ِه الَّرْحَم ِن\u202c",
    ),
    (
        "بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ، والصلاة والسلام على مولانا رسول الله وآله وصحبه.",
        ".\u202bحبه\u202c\u202bص\u202c\u202bو\u202c \u202bوآله\u202c \u202bالله\u202c \u202bرسول\u202c \u202bمولانا\u202c \u202bعلى\u202c \u202bوالسلام\u202c \u202bوالصلاة\u202c ،\u202bِحيِم\u202c\u202bالَّر\u202c \u202bِن\u202c\u202bِن\u202c\u202bْحَم\u202c\u202bالَّر\u202c \u202bِه\u202c\u202bِه\u202c\u202bَّل\u202c\n\u202bَّل\u202c\u202bَّل\u202c\u202bل\u202c\u202bا\u202c \u202bِم\u202c\u202bْس\u202c\u202bِب\u202c",
    ),
    (
        "«إِنَّ اللَّهَ يَأْمُرُكُمْ أَنْ تُؤَدُّوا الْأَمَانَاتِ إِلَى أَهْلِهَا وَإِذَا حَكَمْتُمْ بَيْنَ النَّاسِ أَنْ تَحْكُمُوا بِالْعَدْلِ».",
        "\u202b«ِإَّن ال َّلَّل َّلَه َه َيْأُمُرُرُكُكْم َأْن ُتَؤُّدوا اْلَأَماَناِت ِإَلى َأْهِلَها َوِإَذا َحَكَكْمُتْم َبْيَن الَّناِس َأْن َتْحُكُكُموا ِباْلَعْدِل»\u202a.\u202c\u202c",
    ),
    (
        "«إِنَّ اللَّهَ يَأْمُرُكُمْ أَنْ تُؤَدُّوا الْأَمَانَاتِ إِلَى أَهْلِهَا وَإِذَا حَكَمْتُمْ بَيْنَ النَّاسِ أَنْ تَحْكُمُوا بِالْعَدْلِ».",
        ".»\u202bَعْدِل\u202c\u202bْل\u202c\u202bِبا\u202c \u202bُموا\u202c\u202bُك\u202c\u202bُك\u202c\u202bَتْح\u202c \u202bْن\u202c\u202bَأ\u202c \u202bاِس\u202c\u202bالَّن\u202c \u202bَن\u202c\u202bْي\u202c\n\u202bَب\u202c \u202bْم\u202c\u202bُت\u202c\u202bْم\u202c\u202bَك\u202c\u202bَك\u202c\u202bَح\u202c \u202bَذا\u202c\u202bِإ\u202c\u202bَو\u202c \u202bَها\u202c\u202bِل\u202c\u202bْه\u202c\u202bَأ\u202c \u202bى\u202c\n\u202bَل\u202c\u202bِإ\u202c \u202bَماَناِت\u202c\u202bاْلَأ\u202c \u202bوا\u202c\u202bُّد\u202c\u202bَؤ\u202c\n\u202bُت\u202c \u202bْن\u202c\u202bَأ\u202c \u202bْم\u202c\u202bُك\u202c\u202bُك\u202c\u202bُر\u202c\u202bُمُر\u202c\u202bْأ\u202c\u202bَي\u202c\u202bَه\u202c \u202bَه\u202c\u202bَّل\u202c\n\u202bَّل\u202c\u202bَّل\u202c\u202bل\u202c\u202bا\u202c \u202bَّن\u202c\u202b«ِإ\u202c",
    ),
)
BEFORE, AFTER = "وصل الوفد التجريبي إلى جنيف صباح أمس الثلاثاء.", "ثم غادر الوفد المدينة في المساء نفسه بعد اللقاء."


def nearest(published: str, read: str) -> Comparison:
    original = Original("عنوان تجريبي", "", f"{BEFORE}\n{published}\n{AFTER}")
    return max((compare(original, one) for one in readings(f"عنوان تجريبي\n{BEFORE}\n{read}\n{AFTER}")), key=lambda one: one.nearness)


def test_a_verse_off_a_sheet_is_what_was_published_letter_for_letter() -> None:
    for published, read in READ:
        found = nearest(published, read)
        assert (found.differences, found.parted, found.loose, found.part) == ((), (), True, False), read


def test_no_other_letter_is_taken_for_one_that_is_said_again() -> None:
    for published, read in READ:
        letters = [at for at, one in enumerate(read) if "\u0621" <= one <= "\u064a"]
        for at in letters[::5]:
            for other in ("غ", f"{read[at]}غ", f"غ{read[at]}"):
                assert nearest(published, read[:at] + other + read[at + 1 :]).differences, (read[at - 4 : at + 4], other)


def test_two_letters_at_the_beginning_of_a_word_stay_two() -> None:
    for word in ("َتَتَقَّدم", "َوَتَتَقَّدم", "ِبِبَلد", "َلَلُه"):
        assert once(word) == word
    assert once("َيْأُمُرُرُكُكْم") == "َيْأُمُرُكْم"
    # Repeated where no mark stands, it is another word.
    assert nearest("يُعِدُّ الوفد تقريرا عن سبل التعاون بين البلدين.", "\u202bُيِعُّد الوفدد تقريرا عن سبل التعاون بين البلدين.\u202c").differences
