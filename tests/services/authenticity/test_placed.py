"""Lines of a sheet by where their letters stand: what is set from the left among Arabic keeps its order."""

from mission.services.authenticity.extracting import placed


def test_a_shortened_digest_is_read_from_the_left_whatever_its_ends_begin_with() -> None:
    for digest in ("c5126e…67aa4b", "123456…67aa4b", "c5126e…123456", "abcdef…abcdef"):
        assert placed._turned(f"{digest} ةمصبلا") == f"البصمة {digest}"
    # Other points stand between two things, of which the right one comes first.
    assert placed._turned("15…12 نم") == "من 12…15"
