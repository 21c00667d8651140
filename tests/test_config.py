"""A wrong setting stops the start with one sentence."""

import stat
from pathlib import Path

import pytest

from mission.config import ROOT, Settings
from mission.environment import SettingError


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"), ("PORT", "0"), ("MISSION_OFFICIAL", "maybe"), ("BASE_URL", "mission.example"), ("BASE_URL", "https://x.example/path"),
        ("DATABASE_URL", "mysql://x"), ("SMTP_URL", "http://mail"), ("REFERENCE_PREFIX", "mpm"), ("REQUIRED_LANGUAGES", "page:de"), ("SECRET_KEY", "short"),
        ("MISSION_OFFICIAL", "true"), ("ENQUIRY_DAYS", "-1"), ("BASE_URL", "https://a b"), ("BASE_URL", "https://mission.example:99999"),
        ("BASE_URL", "https://mission.example:0"), ("BASE_URL", "https://mission.example:"), ("BASE_URL", "https://mission.example:eighty"),
        ("BASE_URL", "https://user@mission.example"), ("BASE_URL", "https://user:word@mission.example"), ("BASE_URL", "https://[::1"),
        ("BASE_URL", "https://mission..example"), ("BASE_URL", "https://mission.example#top"), ("TRUSTED_HOSTS", "a b"),
        ("TRUSTED_HOSTS", "mission.example,https://mission.example"), ("TRUSTED_HOSTS", "*"), ("MIRROR_FOLDER", "relative"), ("MIRROR_FOLDER", "~/mirror"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_named_in_one_sentence(name: str, value: str) -> None:
    with pytest.raises(SettingError) as error:
        Settings.from_environment({name: value})
    sentence = str(error.value)
    assert name in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", "https://mission.example/"), ("BASE_URL", "http://localhost:8000"), ("BASE_URL", "https://[::1]:8443"), ("BASE_URL", "https://192.0.2.1:65535"),
        ("TRUSTED_HOSTS", "mission.example, .mission.example,[::1],127.0.0.1,mission-2.example:8000"), ("MIRROR_FOLDER", "/srv/mirror"), ("MIRROR_FOLDER", ""),
    ],
)  # fmt: skip
def test_what_fits_is_taken(name: str, value: str) -> None:
    taken = getattr(Settings.from_environment({name: value}), name)
    assert (", ".join(taken) if isinstance(taken, tuple) else taken).replace(", ", ",") == value.replace(", ", ",")


def test_an_address_of_several_lines_stands_in_one_line_of_a_file() -> None:
    for given in ("1, rue de l’Essai | 1211 Genève |", "1, rue de l’Essai\n1211 Genève"):
        assert Settings.from_environment({"MISSION_ADDRESS": given}).MISSION_ADDRESS == "1, rue de l’Essai\n1211 Genève"


def test_the_key_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    first = Settings.from_environment({"MISSION_INSTANCE": str(tmp_path)}).secret_key()
    assert Settings.from_environment({"MISSION_INSTANCE": str(tmp_path)}).secret_key() == first
    assert len(first) >= 48
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600


def test_every_setting_gives_its_reason() -> None:
    for name, field in Settings.__dataclass_fields__.items():
        assert field.metadata.get("reason"), name


def test_every_setting_stands_in_a_guide() -> None:
    guides = "".join(guide.read_text() for guide in (ROOT / "docs").glob("*.md"))
    assert [name for name in Settings.__dataclass_fields__ if f"`{name}`" not in guides] == []
