"""Every count leads to exactly the audits that were counted."""

import re

import pytest

from qa_app.domain.roles import Role


@pytest.mark.parametrize(
    "choice",
    [
        "&by=service-area&to=2016-17-Q3&periods=2",
        "&by=stream&to=2016-17-Q3&periods=2",
        "&by=tool&to=2016-17-Q3&periods=2",
        "&by=domain&to=2016-17-Q3&periods=2",
        "&by=team&to=2016-17-Q3&periods=2",
        "&judged=auditor&to=2016-17-Q3&periods=2",
        "&of=assessment&to=2016-17-Q3&periods=2",
        "&by=stream&area=South&to=2016-17-Q3&periods=2",
        "&by=domain&stream=Monthly&judged=auditor&to=2016-17-Q3&periods=2",
        "&to=2016-11&periods=2",
    ],
)
def test_every_count_leads_to_its_audits(get, sign_in, audits, choice):
    sign_in(Role.QA_LEAD)
    page = get(f"/judgements?layout=percent-and-count{choice}")

    followed = 0
    for link in page.tree.xpath("//section//td/a"):
        text = link.text_content()
        count = int(re.search(r"(\d+)\)?$", text)[1])
        listed = get(link.get("href"))
        assert f"{count} audit" in listed.text, (text, link.get("href"), listed.text[:400])
        assert len(listed.rows) == count
        followed += 1
    assert followed
