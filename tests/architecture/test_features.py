"""The same word names a feature's folder, its templates, its tests and its addresses."""

import pytest

from qa_app.config import ROOT
from qa_app.factory import FEATURES

NAMES = sorted(feature.__name__.rpartition(".")[2] for feature in FEATURES)

# Words that people read in the address, where it is not the feature's own.
ADDRESSES = {
    "account": ("/account", "/sign-in", "/sign-out", "/brand.css"),
    "health": ("/health", "/about", "/accessibility"),
    "home": ("/",),
    # Asking for moderation is something that a person does to an audit.
    "moderation": ("/moderation", "/audits/<int:audit_id>/ask-for-moderation"),
    "structure": ("/service-areas",),
}


def test_every_folder_of_a_feature_is_served():
    folders = {path.parent.name for path in (ROOT / "qa_app" / "features").glob("*/__init__.py")}

    assert folders == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_feature_has_its_templates_and_its_tests(name):
    assert list((ROOT / "templates" / name).glob("*.html"))
    assert list((ROOT / "tests" / "web" / name).glob("test_*.py"))


@pytest.mark.parametrize("name", NAMES)
def test_a_feature_is_found_by_its_address(app, name):
    expected = ADDRESSES.get(name, (f"/{name.replace('_', '-')}",))
    rules = [rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith(f"{name}.")]

    assert rules
    assert [rule for rule in rules if not starts(rule, expected)] == []


def starts(rule: str, expected: tuple[str, ...]) -> bool:
    return any(rule == start or (start != "/" and rule.startswith(f"{start}/")) for start in expected)
