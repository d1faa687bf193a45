"""The files that a scorecard is taken away in."""

from datetime import datetime

from qa_app.domain.scorecard import Scorecard, ScorecardChoice
from qa_app.models import Profile
from qa_app.presenters.scorecards import csv_table, figures_table, lay_out, workbook
from qa_app.web.drawing import for_profile
from qa_app.web.report_files import csv_of, dated_name, pdf_of, title_in_name, xlsx_of

FIGURES = "figures"
"""Every figure as a row of its own, whatever the layout."""


def export_bytes(
    scorecard: Scorecard,
    extension: str,
    profile: Profile = Profile.INTERNAL,
    *,
    author: str,
    drawn_at: datetime,
) -> bytes:
    """The file of this kind (a key of MIMETYPES), in the layout chosen, of what `profile` shows."""
    if extension == "csv":
        return csv_of(csv_table(scorecard, drawn_at=drawn_at))
    if extension == "xlsx":
        return xlsx_of(for_profile(workbook(scorecard, author=author, drawn_at=drawn_at), scorecard, profile))
    return pdf_of(for_profile(lay_out(scorecard, author=author, drawn_at=drawn_at), scorecard, profile))


def figures_bytes(scorecard: Scorecard) -> bytes:
    """A CSV."""
    return csv_of(figures_table(scorecard))


def file_name(
    choice: ScorecardChoice, what: str, profile: Profile, *, drawn_at: datetime, extension: str
) -> str:
    """> board-scorecard-2016-17-Q3-quarterly-20261121-1140.csv, or with > -public- before the time"""
    public = "public" if profile is Profile.PUBLIC else ""
    words = (title_in_name(choice.title) or "scorecard", choice.last.key, what, public)
    return dated_name(*words, drawn_at=drawn_at, extension=extension)
