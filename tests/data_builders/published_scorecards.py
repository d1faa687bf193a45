"""The scorecards that councils published, from their printed figures, entered as anybody would enter them."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from qa_app.domain.measures import Frequency
from qa_app.domain.scorecard_choice import Against, Layout, StatusRule
from qa_app.domain.scorecard_settings import Settings
from qa_app.models import Measure, Scorecard
from qa_app.services.importing import import_values
from qa_app.services.importing_values import ValueOptions
from qa_app.services.scorecard_lines import add_lines
from qa_app.services.scorecard_themes import add_theme
from qa_app.services.scorecards import add_scorecard

DATA = Path(__file__).parent.parent / "data"
AT = datetime(2024, 2, 1, tzinfo=UTC)
EVERYTHING = ValueOptions(add_missing=True, extras=True)

STATUSES = {
    1: "...OGOO", 2: "O.OOOOO", 3: "GGOIROR", 4: "GIROOOO", 5: "...OOOO", 6: "G.OOOOG", 7: "O.OOGOO",
    8: "GGOGIGO", 9: "OOOOGGO", 10: "...IIII", 11: "RIIRIII", 12: "...GOOO", 13: "...OOOO", 14: "..IIIRI",
    15: "...--O-", 16: "...----", 17: "...OIR-", 18: "...IIR-", 19: "...RIR-", 20: "...IIRI", 21: "RGGGGRI",
    22: "...RIRI", 23: "....RGO", 24: "...IIGI", 25: "....III", 26: ".....OG", 27: "IRRRRRR", 28: "IRRIIIG",
    29: "IIRIRRI", 30: "GGROOGG", 31: "OOOOGIR", 32: "IIIIRIG", 33: "IIIIIII", 34: "OIRGORO", 35: "...OOOO",
    36: "...OGRG", 37: "...ROOO", 38: "OOOOOOO", 39: "IIIRIIR", 40: "RGGGRRG", 41: "...I...", 42: "...I...",
}  # fmt: skip
"""Every cell of Cheshire East's scorecard, Q1 2015-16 to Q3 2016-17, judged by hand from the printed bands:
Outstanding, Good, Requires Improvement, Inadequate; a full stop is a blank, a hyphen N/A."""

WORDS = {"O": "Outstanding", "G": "Good", "R": "Requires Improvement", "I": "Inadequate"}


def cheshire_east(session: Session) -> Scorecard:
    """Forty-two lines under four themes, seven quarters, by bands."""
    settings = Settings(title="Quarterly scorecard", periods=7, status_rule=StatusRule.BANDS)
    return _published(session, "cheshire_east_scorecard.csv", settings)


def sefton_board(session: Session) -> Scorecard:
    """The board table of July 2023, with the statuses that somebody set."""
    settings = Settings(
        title="Board table",
        frequency=Frequency.MONTH,
        periods=2,
        status_rule=StatusRule.SET_BY_A_PERSON,
        layout=Layout.BOARD,
    )
    return _published(session, "sefton_board_metrics.csv", settings)


def sefton_half_year(session: Session) -> Scorecard:
    """January 2023 beside July 2023."""
    settings = Settings(
        title="Half-year comparison",
        frequency=Frequency.MONTH,
        periods=7,
        status_rule=StatusRule.TARGET,
        against=Against.PREVIOUS,
        layout=Layout.COMPARISON,
    )
    return _published(session, "sefton_chat.csv", settings)


def _published(session: Session, file: str, settings: Settings) -> Scorecard:
    """A theme for every outcome that the file names, in its order; what names none is one theme."""
    import_values(session, file, (DATA / file).read_bytes(), EVERYTHING, by=None, at=AT)
    scorecard = add_scorecard(session, settings, by=None, at=AT)
    measures = session.scalars(select(Measure).order_by(Measure.id)).all()
    for title in dict.fromkeys(measure.outcome for measure in measures):
        own = [measure for measure in measures if measure.outcome == title]
        theme = add_theme(
            session, scorecard, title or "Measures", opened_at_version=scorecard.version, by=None, at=AT
        )
        add_lines(session, scorecard, theme, own, opened_at_version=scorecard.version, by=None, at=AT)
    session.commit()
    return scorecard
