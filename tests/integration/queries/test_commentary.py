from datetime import date

from qa_app.domain.periods import Quarter
from qa_app.domain.scorecard import Comment
from qa_app.queries.commentary import comments_of, versions_of
from tests.factories.measures import a_measure
from tests.factories.people import a_person
from tests.factories.scorecards import a_comment

Q2, Q3 = Quarter(2016, 2), Quarter(2016, 3)


def test_the_comment_that_holds_now_of_each_measure_and_period(session):
    asked, other, silent = a_measure(), a_measure(), a_measure()
    writer = a_person(name="Ada Example")
    session.add_all([asked, other, silent, writer])
    session.flush()
    session.add_all(
        [
            a_comment(asked, number=2, text="Put right", action="Train", owner="Ada", due_on=date(2017, 3, 1),
                      status=2, analysis="Falling", written_by=writer),
            a_comment(asked, text="As first written", is_current=False),
            # The mark decides which one holds, and neither its number nor its place in the table.
            a_comment(asked, number=3, text="Put aside", is_current=False),
            a_comment(asked, "2016-17-Q2", text="The quarter before"),
            a_comment(asked, "2016-17-Q1", text="Older than was asked for"),
            a_comment(other, text="Of another measure"),
        ]
    )  # fmt: skip
    session.flush()

    found = comments_of(session, [asked.id, silent.id], [Q2, Q3])

    assert set(found) == {(asked.id, "2016-17-Q2"), (asked.id, "2016-17-Q3")}
    latest = found[asked.id, "2016-17-Q3"]
    assert latest == Comment(
        text="Put right",
        analysis="Falling",
        action="Train",
        owner="Ada",
        due_on=date(2017, 3, 1),
        status=2,
        number=2,
        written_by="Ada Example",
        written_at=latest.written_at,
    )
    assert found[asked.id, "2016-17-Q2"].written_by == ""
    assert [comment.text for comment in versions_of(session, asked.id, Q3)] == [
        "Put aside",
        "Put right",
        "As first written",
    ]
