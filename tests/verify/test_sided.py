"""Numbers that `pdftotext` gives back turned round in a line of Arabic, and an address that the end of a line breaks before a number."""

from mission.verify.comparison import Comparison, Original, compare
from mission.verify.sheets import readings

BEFORE, AFTER = "وصل الوفد التجريبي إلى جنيف صباح أمس الثلاثاء.", "ثم غادر الوفد المدينة في المساء نفسه بعد اللقاء."
# What was published and what is read of it; what in that somebody changes, and into what.
READ = (
    ("صدر المرسوم رقم 2-22-431 والقانون 14.05 والظهير 1-11-91.",
     "\u202bصدر المرسوم رقم \u202a 431-22-2\u202cوالقانون \u202a 14.05\u202cوالظهير \u202a.91-11-1\u202c\u202c",
     (("431-22-2", "431-2-22"), ("431-22-2", "413-22-2"), ("91-11-1", "1-11-91"), ("91-11-1", "91-1-11"), ("91-11-1", "91-111"))),
    ("بلغت الكلفة 200€ للفرد الواحد مقابل 300 € في السنة الفارطة.",
     "\u202bبلغت الكلفة \u202a €200\u202cللفرد الواحد مقابل \u202a € 300\u202cفي السنة الفارطة\u202a.\u202c\u202c",
     (("€200", "$200"), ("€200", "200"), ("€200", "€2000"), ("€ 300", "£ 300"))),
    ("ارتفعت الميزانية إلى $1,500 لكل مستفيد من البرنامج الجديد.",
     "\u202bارتفعت الميزانية إلى \u202a 1,500$\u202cلكل مستفيد من البرنامج الجديد\u202a.\u202c\u202c",
     (("1,500$", "1,500€"), ("1,500$", "1,500"), ("1,500$", "1,050$"), ("1,500$", "1.500$"))),
    ("انخفضت الحرارة إلى -5 °C في المرتفعات خلال فصل الشتاء الماضي.",
     "\u202bانخفضت الحرارة إلى \u202a C° 5-\u202cفي المرتفعات خلال فصل الشتاء الماضي\u202a.\u202c\u202c",
     (("C°", "F°"), ("5-", "5"), ("5-", "5+"), ("C°", "C"))),
)  # fmt: skip


def nearest(published: str, read: str) -> Comparison:
    original = Original("عنوان تجريبي", "", f"{BEFORE}\n{published}\n{AFTER}")
    return max((compare(original, one) for one in readings(f"عنوان تجريبي\n{BEFORE}\n{read}\n{AFTER}")), key=lambda one: one.nearness)


def test_codes_and_amounts_off_a_sheet_are_what_was_published_and_changed_ones_are_not() -> None:
    for published, read, changes in READ:
        assert nearest(published, read).same, read
        for before, after in changes:
            assert before in read
            assert nearest(published, read.replace(before, after)).differences, (before, after)
    # In a text that no program has turned they are differences.
    assert nearest(READ[0][0], READ[0][0].replace("2-22-431", "431-22-2")).differences


def test_an_address_that_breaks_before_a_number_is_the_same_and_one_without_its_sign_is_not() -> None:
    original = Original("Un essai", "", "Le rendez-vous est le 3 mars à 10 h dans la salle ; voir www.mission.example/fr/page?id=12&x=1.\nLe groupe remercie les délégations du débat.")
    for broken in ("x=\n1.", "x=\r\n  1.", "x\n=1."):
        assert compare(original, original.whole.replace("x=1.", broken)).same, broken
    for other in ("x\n1.", "x=\n2.", "x=\n-1.", "x= 2.", "x≠\n1."):
        assert compare(original, original.whole.replace("x=1.", other)).differences, other
