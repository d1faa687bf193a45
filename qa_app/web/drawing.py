"""What is published, drawn from today's figures: for a preview, for publishing, and to compare with later."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from qa_app.domain.judgement_words import choice_from, words_of
from qa_app.domain.periods import london_date
from qa_app.domain.scope import Scope
from qa_app.domain.scorecard import Scorecard
from qa_app.domain.scorecard_choice import Layout
from qa_app.domain.scorecard_disclosure import suppressed
from qa_app.domain.scorecard_periods import parse_column
from qa_app.domain.tables import Report
from qa_app.models import Profile, Publication, PublicationKind
from qa_app.presenters.judgements.document import document
from qa_app.presenters.judgements.figures import figures_of as judgement_figures
from qa_app.presenters.judgements.public import public_table
from qa_app.presenters.judgements.rows import tidy_table
from qa_app.presenters.judgements.wording import FOR_THE_PUBLIC
from qa_app.presenters.judgements.workbook import workbook as judgement_workbook
from qa_app.presenters.scorecards import csv_table, figures_of, lay_out, workbook
from qa_app.queries.choice_options import choice_options
from qa_app.queries.judgement_table import judgement_table
from qa_app.queries.scorecard import read_scorecard, scorecard_choice
from qa_app.queries.scorecards import frequency_of
from qa_app.services.publishing import Drawing
from qa_app.web.judgement_titles import title_of

Words = Mapping[str, str]
"""A choice as an address says it."""

COMMENTS_LEFT_OUT = "What was said of a suppressed figure is left out too, because it may repeat it."


def redraw(session: Session, publication: Publication, *, author: str, at: datetime) -> Drawing:
    """The same as a publication, of today. Raises NoResultFound and InvalidInput where it is no more."""
    if publication.kind is PublicationKind.JUDGEMENTS:
        return draw_judgements(session, publication.choice, publication.profile, author=author, at=at)
    scorecard = whole_scorecard(session, publication.subject_id or 0, publication.choice)
    return draw_scorecard(scorecard, publication.profile, author=author, at=at)


def whole_scorecard(session: Session, scorecard_id: int, words: Words) -> Scorecard:
    """Of all service areas. Raises NoResultFound, UnknownPeriod, and ValueError for another layout."""
    choice = scorecard_choice(
        session,
        scorecard_id,
        last=parse_column(words["period"], frequency_of(session, scorecard_id)),
        layout=Layout(words["layout"]),
        periods=int(words["periods"]),
    )
    return read_scorecard(session, choice, Scope.everything())


def draw_scorecard(scorecard: Scorecard, profile: Profile, *, author: str, at: datetime) -> Drawing:
    choice = scorecard.choice
    shown = as_shown(scorecard, profile)
    return Drawing(
        kind=PublicationKind.SCORECARD,
        subject_id=choice.id,
        edition=f"scorecard/{choice.id}/{choice.last.key}/{choice.layout.value}/{profile.value}",
        title=choice.title,
        period=choice.last,
        profile=profile,
        choice={
            "period": choice.last.key,
            "layout": choice.layout.value,
            "periods": str(choice.periods),
        },
        page=for_profile(lay_out(shown, author=author, drawn_at=at), shown, profile),
        workbook=for_profile(workbook(shown, author=author, drawn_at=at), shown, profile),
        rows=csv_table(shown, drawn_at=at),
        figures=figures_of(shown),
    )


def as_shown(scorecard: Scorecard, profile: Profile) -> Scorecard:
    """For the public, without small numbers and what would tell them."""
    return suppressed(scorecard) if profile is Profile.PUBLIC else scorecard


def for_profile(report: Report, scorecard: Scorecard, profile: Profile) -> Report:
    """The report with what has to be said of it where it is for the public."""
    if profile is Profile.INTERNAL:
        return report
    hidden = any(line.latest.is_suppressed for line in scorecard.lines)
    notes = (*report.notes, COMMENTS_LEFT_OUT) if hidden else report.notes
    return replace(report, facts=(*report.facts, ("For", FOR_THE_PUBLIC)), notes=notes)


def draw_judgements(
    session: Session, words: Words, profile: Profile, *, author: str, at: datetime
) -> Drawing:
    """Raises InvalidInput for words that nothing can be drawn from."""
    scope = Scope.everything()
    choice = choice_from(words, today=london_date(at))
    table = judgement_table(session, choice, scope)
    shown = public_table(table) if profile is Profile.PUBLIC else table
    title = title_of(choice, choice_options(session, scope))
    kept = words_of(choice)
    named = "&".join(f"{name}={kept[name]}" for name in sorted(kept))
    return Drawing(
        kind=PublicationKind.JUDGEMENTS,
        subject_id=None,
        # The choice as a whole may be longer than an edition's name.
        edition=f"judgements/{choice.by.value}/{choice.last.key}"
        f"/{sha256(named.encode()).hexdigest()[:16]}/{profile.value}",
        title=title,
        period=choice.last,
        profile=profile,
        choice=kept,
        page=document(shown, title=title, author=author, drawn_at=at, limited_to=None),
        workbook=judgement_workbook(shown, title=title, author=author, drawn_at=at, limited_to=None),
        rows=tidy_table(shown, title=title, drawn_at=at, limited_to=None),
        figures=judgement_figures(shown),
    )
