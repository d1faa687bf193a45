"""From the tables to a filter to the files that are taken away."""

import csv
from pathlib import Path

import pytest

from qa_app.domain.roles import Role
from tests.browser.council import AREAS
from tests.browser.visitor import DESKTOP


@pytest.mark.parametrize("role", [Role.QA_LEAD, Role.VIEWER])
def test_filters_and_takes_the_tables_away(person, role, tmp_path):
    person.sign_in(role)
    person.follow("Judgement tables")
    assert AREAS[0] in person.main
    assert AREAS[1] in person.main

    person.page.get_by_label("Service area", exact=True).select_option(label=AREAS[0])
    person.press("Show tables")
    assert person.page.get_by_role("heading", name=AREAS[0], exact=True).count() == 1
    assert person.page.get_by_role("heading", name=AREAS[1], exact=True).count() == 0

    for link, beginning in (("PDF to print", b"%PDF-"), ("Excel workbook", b"PK"), ("CSV of all rows", b"")):
        assert taken(person, link, tmp_path).read_bytes().startswith(beginning)

    with taken(person, "CSV of all rows", tmp_path).open(encoding="utf-8-sig", newline="") as file:
        groups = {row["group"] for row in csv.DictReader(file)}
    assert AREAS[0] in groups
    assert AREAS[1] not in groups  # the file holds what the page shows, no more


HIDDEN = """tables => tables.filter(table => table.scrollWidth > table.clientWidth).length"""


@pytest.mark.parametrize("periods", [7, 8, 12])  # 7 and 8 fit beside their chart, 12 only above it
def test_the_direction_is_in_sight_on_a_desktop(arrive, periods):
    person = arrive(DESKTOP)
    person.sign_in(Role.VIEWER)

    person.go(f"/judgements?periods={periods}")

    assert person.page.locator(".app-block__table .app-scroll").count()
    assert person.page.locator(".app-block__table .app-scroll").evaluate_all(HIDDEN) == 0


def taken(person, link: str, folder: Path) -> Path:
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name=link, exact=True).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path
