import re
from dataclasses import fields
from pathlib import Path

import pytest

from qa_app.config import ROOT, Settings, SettingsError, load_settings

SECRET = "s" * 32


def load(instance: Path, file: str = "", **environ: str) -> Settings:
    (instance / "settings.toml").write_text(file, "utf-8")
    return load_settings(environ, instance=instance)


def test_a_secret_is_all_that_must_be_set(tmp_path):
    settings = load_settings({"SECRET_KEY": SECRET}, instance=tmp_path)

    assert settings == Settings(
        secret_key=SECRET,
        database_url=f"sqlite:///{(tmp_path / 'qa.sqlite3').as_posix()}",
        trail_anchor=(tmp_path / "trail-anchor.txt").as_posix(),
    )
    assert settings.is_sqlite
    assert settings.https
    assert not settings.demo


@pytest.mark.parametrize(
    ("file", "environ", "name"),
    [
        ('council_name = "Fileshire"', {}, "Fileshire"),
        ('council_name = "Fileshire"', {"COUNCIL_NAME": "Environshire"}, "Environshire"),
        # A variable left empty, as in many a compose file, is not set.
        ('council_name = "Fileshire"', {"COUNCIL_NAME": ""}, "Fileshire"),
        ("", {"COUNCIL_NAME": "Environshire"}, "Environshire"),
        ("", {"council_name": "lower case is another variable"}, "Your council"),
        ('\ufeffcouncil_name = "Saved by Notepad"', {}, "Saved by Notepad"),
    ],
)
def test_the_environment_wins_over_the_file(tmp_path, file, environ, name):
    assert load(tmp_path, file, SECRET_KEY=SECRET, **environ).council_name == name


def test_the_secret_of_the_documentation_is_none(tmp_path):
    example = re.search(r'secret_key = "(.+)"', (ROOT / "docs" / "settings.md").read_text("utf-8"))[1]

    with pytest.raises(SettingsError, match="everybody can read"):
        load(tmp_path, SECRET_KEY=example)


@pytest.mark.parametrize("environ", [{}, {"SECRET_KEY": ""}, {"SECRET_KEY": "   "}])
def test_without_a_secret_there_is_no_start_but_a_sentence(tmp_path, environ):
    with pytest.raises(SettingsError, match=r"no secret key.*prints some"):
        load(tmp_path, 'council_name = "Testshire"', **environ)


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("https", "off", False),
        ("https", "No", False),
        ("https", " TRUE ", True),
        ("demo", "1", True),
        ("session_minutes", "30", 30),
        ("session_hours", "168", 168),
        ("guesses_from_address", "200", 200),
        ("data_key", "d" * 32, "d" * 32),
        ("trusted_proxies", "1", 1),
        ("upload_megabytes", "200", 200),
        ("grade_labels", "Great, Fine, Weak, Poor", ("Great", "Fine", "Weak", "Poor")),
        ("brand_colour", "#AA0000", "#AA0000"),
        ("database_url", "postgres://qa@db/qa", "postgres://qa@db/qa"),
    ],
)
def test_the_environment_holds_text_that_becomes_what_is_wanted(tmp_path, name, text, value):
    settings = load(tmp_path, SECRET_KEY=SECRET, **{name.upper(): text})

    assert getattr(settings, name) == value


def test_the_file_holds_real_values(tmp_path):
    settings = load(
        tmp_path,
        f"""
        secret_key = "{SECRET}"
        https = false
        session_minutes = 45
        grade_labels = ["Great", "Fine", "Weak", "Poor"]
        database_url = "postgresql://qa@db/qa"
        """,
    )

    assert (settings.https, settings.session_minutes) == (False, 45)
    assert settings.grade_labels == ("Great", "Fine", "Weak", "Poor")
    assert not settings.is_sqlite


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('secret_key = "short"', "The secret key is shorter than 32 characters"),
        (
            'counsil_name = "Testshire"',
            "Unknown setting: counsil_name. Known are: brand_colour, council_name",
        ),
        ('council_name = " "', "council_name is empty"),
        ("council_name = 7", "council_name must be text"),
        ('https = "perhaps"', "https cannot be “perhaps”. Write true or false"),
        ('session_minutes = "an hour"', "session_minutes cannot be “an hour”. Write a whole number"),
        ("session_minutes = true", "session_minutes cannot be “True”"),  # Python counts with True as 1
        ("session_minutes = 1.5", "session_minutes cannot be “1.5”"),
        ("session_minutes = 0", "session_minutes cannot be 0. Write a number from 3 to 1440"),
        ("session_minutes = 2", "session_minutes cannot be 2"),  # a warning comes two minutes before
        ("session_minutes = 1441", "session_minutes cannot be 1441"),
        ("session_hours = 0", "session_hours cannot be 0. Write a number from 1 to 168"),
        ("session_hours = 169", "session_hours cannot be 169"),
        ("guesses_from_address = 0", "guesses_from_address cannot be 0. Write a number from 1 to 10000"),
        ('data_key = "short"', "The data key is shorter than 32 characters"),
        ("trusted_proxies = -1", "trusted_proxies cannot be -1"),
        ("upload_megabytes = 0", "upload_megabytes cannot be 0"),
        ('grade_labels = ["Good", "Bad"]', "grade_labels must be four different labels"),
        ('grade_labels = ["Good", "Fine", "good", "Bad"]', "grade_labels must be four different labels"),
        ('grade_labels = ["Good", "", "Weak", "Bad"]', "grade_labels must be four different labels"),
        ("grade_labels = 4", "grade_labels must be four different labels"),
        ('brand_colour = "blue"', "brand_colour must be written as"),
        ('brand_colour = "#12345g"', "brand_colour must be written as"),
        ('brand_colour = "#777777"', "#777777 is too light: white text on it has a contrast of 4.47 to 1"),
        ('database_url = "mysql://qa@db/qa"', "database_url must be postgresql://"),
        ('database_url = "sqlite://"', "database_url must be postgresql://"),  # would be lost at the end
        ('database_url = "sqlite:///:memory:"', "database_url must be postgresql://"),
        ("council_name = Testshire", "settings.toml cannot be read"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, line, sentence):
    secret = "" if line.startswith("secret_key") else f'secret_key = "{SECRET}"\n'

    with pytest.raises(SettingsError) as raised:
        load(tmp_path, secret + line)

    assert sentence in str(raised.value)


def test_with_a_data_key_the_secret_key_can_be_changed():
    first, second = (Settings(secret, "sqlite:////qa", data_key="d" * 32) for secret in ("a" * 32, "b" * 32))
    without = Settings("a" * 32, "sqlite:////qa")

    assert first.seal_key == second.seal_key != without.seal_key
    assert first.second_factor_key == second.second_factor_key != first.seal_key


def test_a_file_that_is_not_text_is_refused(tmp_path):
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SettingsError, match=r"settings\.toml cannot be read"):
        load_settings({}, instance=tmp_path)


def test_the_lightest_grey_that_white_text_can_be_read_on_is_accepted(tmp_path):
    assert load(tmp_path, SECRET_KEY=SECRET, BRAND_COLOUR="#767676").brand_colour == "#767676"


def test_the_documentation_has_one_row_for_every_setting():
    lines = (ROOT / "docs" / "settings.md").read_text("utf-8").splitlines()
    documented = [line.split("`")[1] for line in lines if line.startswith("| `")]

    assert sorted(documented) == sorted(field.name for field in fields(Settings))
