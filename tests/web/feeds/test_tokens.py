"""Tokens: made, shown once, revoked, and good for nothing else."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from qa_app.domain.roles import Role
from qa_app.models import FeedToken, TrailEntry
from tests.factories import a_person
from tests.web.feeds.conftest import FORM


def test_a_token_is_shown_once_and_kept_hashed(make, sign_in, get, session):
    sign_in(Role.QA_LEAD)
    token = make()

    row = session.scalars(select(FeedToken)).one()
    assert token.startswith("qafeed_")
    assert token not in get("/feeds").text
    assert token not in str(row.__dict__)
    assert "Power BI" in get("/feeds").text
    assert "Never" in get("/feeds").text


@pytest.mark.parametrize("kind", ["Bearer", "bearer"])
def test_it_opens_the_feeds_it_is_for(make, read, sign_in, kind):
    sign_in(Role.VIEWER)
    token = make(feeds=["judgements"])

    assert read("/feeds/judgements.json", token, kind).status_code == 200
    refused = read("/feeds/scorecards.json", token)
    assert refused.status_code == 403
    assert "Scorecards" in refused.get_json()["message"]


@pytest.mark.parametrize("token", [None, "", "qafeed_guessed", "é\u0142", "x" * 5_000])
def test_whoever_has_none_is_told_so(sign_in, read, token):
    answer = read("/feeds/judgements.json", token and token.encode().decode("latin-1"))

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.get_json()["message"]


def test_a_session_alone_opens_no_feed_and_a_token_alone_no_page(sign_in, make, read, client, new_client):
    sign_in(Role.QA_LEAD)
    token = make()

    assert client.get("/feeds/judgements.json").status_code == 401
    page = new_client().get("/judgements", headers={"Authorization": f"Bearer {token}"})
    assert page.status_code == 302


def test_revoked_it_opens_nothing(make, read, sign_in, send, session):
    sign_in(Role.QA_LEAD)
    token = make()
    number = session.scalars(select(FeedToken.id)).one()

    page = send(f"/feeds/tokens/{number}/revoke")

    assert "opens nothing any more" in page.text
    assert read("/feeds/judgements.json", token).status_code == 401
    actions = session.scalars(select(TrailEntry.action).where(TrailEntry.subject == "feed token")).all()
    assert sorted(actions) == ["made feed token", "revoked feed token"]


def test_it_ends_by_itself(make, read, sign_in, session):
    sign_in(Role.QA_LEAD)
    token = make()
    row = session.scalars(select(FeedToken)).one()
    row.expires_at = datetime.now(UTC) - timedelta(seconds=1)

    assert read("/feeds/judgements.json", token).status_code == 401


def test_it_reads_no_more_than_its_owner_may_now(make, read, sign_in, session):
    person = sign_in(Role.VIEWER)
    token = make()
    person.roles = frozenset({Role.ADMINISTRATOR})
    assert read("/feeds/judgements.json", token).status_code == 403

    person.may_sign_in = False
    assert read("/feeds/judgements.json", token).status_code == 401


def test_somebody_elses_does_not_exist(make, sign_in, send, session):
    sign_in(Role.QA_LEAD)
    make()
    number = session.scalars(select(FeedToken.id)).one()
    sign_in(Role.QA_LEAD)

    send(f"/feeds/tokens/{number}/revoke", status=404)
    assert session.scalars(select(FeedToken.revoked_at)).one() is None


def test_sixty_uses_a_minute_and_no_more(make, read, sign_in, session):
    sign_in(Role.QA_LEAD)
    token = make()
    read("/feeds/scorecards.json", token)
    session.scalars(select(FeedToken)).one().uses = 59
    session.commit()

    answers = [read("/feeds/scorecards.json", token) for _ in range(3)]

    # A minute may turn over while this runs; then all are let through, and counting begins again.
    row = session.scalars(select(FeedToken).execution_options(populate_existing=True)).one()
    if row.uses > 3:
        assert [answer.status_code for answer in answers] == [200, 429, 429]
        assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Enter what the token is for"),
        ({"name": "x" * 101}, "100"),
        ({"feeds": []}, "Choose at least one feed"),
        ({"feeds": ["people"]}, ""),
        ({"days": "31"}, ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_made(send, sign_in, session, wrong, sentence):
    sign_in(Role.QA_LEAD)

    page = send("/feeds/tokens", FORM | wrong, status=422)

    assert sentence in page.text
    assert page.tree.xpath("//*[contains(@class, 'govuk-error-message')]")
    assert session.scalars(select(FeedToken)).all() == []


def test_ten_at_a_time(send, sign_in, session):
    person = sign_in(Role.QA_LEAD)
    for number in range(10):
        send("/feeds/tokens", FORM | {"name": f"Report {number}"})

    assert "Revoke one" in send("/feeds/tokens", FORM, status=422).text
    assert len(session.scalars(select(FeedToken).where(FeedToken.person_id == person.id)).all()) == 10


def test_tokens_are_for_who_reads(get, sign_in, session):
    session.add(a_person(Role.VIEWER))
    sign_in(Role.ADMINISTRATOR)

    get("/feeds", status=403)
