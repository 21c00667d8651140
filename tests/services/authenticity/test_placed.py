"""A line of a PDF as it stands on the sheet, read from the right."""

import pytest

from mission.services.authenticity.extracting import placed
from mission.verify.words import keys


@pytest.mark.parametrize(("stands", "read"), [
    ("Human Rights Watch (HRW) ةمظنم ترضح", "حضرت منظمة Human Rights Watch (HRW)"),
    # A number in brackets is of the direction of the line, and so is a name with Arabic before its brackets.
    ("(2025) WHO ةمظنم ترضح", "حضرت منظمة WHO (2025)"), ("(HRW) ةمظنم ترضح", "حضرت منظمة (HRW)"), ("(HRW) دصرلا ةمظنم ترضح", "حضرت منظمة الرصد (HRW)"),
    ("14:00 ىلإ 12:30 نم", "من 12:30 إلى 14:00"),
])  # fmt: skip
def test_a_name_goes_with_its_short_form_in_brackets(stands: str, read: str) -> None:
    assert keys(placed._turned(stands)) == keys(read)
