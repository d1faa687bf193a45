import pytest

from qa_app.domain.bands import parse_bands
from qa_app.domain.directions import Polarity
from qa_app.domain.measure_guesses import (
    guess_in_words,
    guessed_decimals,
    guessed_details,
    guessed_period,
    guessed_unit,
)
from qa_app.domain.measures import Frequency, MeasureKind, MeasurePeriod, Unit

TO_100 = parse_bands("60-69", "70-79", "80-100")
FALLING = parse_bands("21-25", "11-20", "0-10")


@pytest.mark.parametrize(
    ("name", "printed", "bands", "expected"),
    [
        ("Referral starts in last 12 months (rate per 10,000 children)", ["728.9"], None, Unit.RATE),
        ("Referrals per 10000", ["829"], None, Unit.RATE),
        ("Re-referrals (%)", ["26"], None, Unit.PERCENT),
        ("Percentage of repeat referrals", ["25"], None, Unit.PERCENT),
        ("Contact to referral conversion rate", ["28"], None, Unit.PERCENT),
        ("Vacancy rate", [""], None, Unit.PERCENT),
        ("Visits in time", ["86%"], None, Unit.PERCENT),
        ("Number of files that met it", ["N/A", "86%"], None, Unit.PERCENT),  # the values say so
        ("Updated CSE screening tool on step down", ["N/A"], TO_100, Unit.PERCENT),
        ("Number of children on a plan for more than 15 months", ["21"], FALLING, Unit.NUMBER),
        ("Contacts (number)", ["14014"], None, Unit.NUMBER),
        ("Average caseload", ["15.7"], None, Unit.AVERAGE),
        ("Days lost to sickness", ["7.7"], None, Unit.DAYS),
        ("Assessments completed within 45 working days (%)", ["68.2"], None, Unit.PERCENT),
        ("Sickness absence", ["7.74"], None, Unit.NUMBER),
    ],
)
def test_what_it_is_counted_in(name, printed, bands, expected):
    assert guessed_unit(name, printed, bands, is_counted=False) is expected


def test_what_has_denominators_is_a_share():
    assert guessed_unit("Visits in time", [], None, is_counted=True) is Unit.PERCENT


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Contacts in last 12 months", MeasurePeriod.ROLLING),
        ("Repeat referrals (cumulative over a 12 Month Period)", MeasurePeriod.ROLLING),
        ("Up to date assessment (within 12 months)", MeasurePeriod.CUMULATIVE),
        (
            "Children with a referral within 12 months of their latest, rolling 12 months",
            MeasurePeriod.ROLLING,
        ),
        ("Placements ended, year to date", MeasurePeriod.YEAR_TO_DATE),
        ("Plans currently open", MeasurePeriod.SNAPSHOT),
        ("Children in need (open) with a visit", MeasurePeriod.SNAPSHOT),
        ("Contacts", MeasurePeriod.CUMULATIVE),
    ],
)
def test_what_stretch_of_time_it_speaks_of(name, expected):
    assert guessed_period(name) is expected


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        (["27.0", "45"], 1),
        (["86%", "90 %"], 0),
        (["7.74", "N/A", ""], 2),
        (["33.333333"], 3),  # no more are shown
        (["1,204"], 0),
        ([], 0),
    ],
)
def test_how_many_decimals_are_shown(printed, expected):
    assert guessed_decimals(printed) == expected


def test_the_whole_guess():
    details = guessed_details(
        "Number of plans open for more than 15 months",
        outcome="We take action",
        frequency=Frequency.QUARTER,
        printed=["21", "16"],
        bands=FALLING,
        is_counted=False,
    )

    assert (details.kind, details.polarity) == (MeasureKind.ACTIVITY, Polarity.LOWER_IS_BETTER)
    assert (details.outcome, details.code) == ("We take action", "")
    assert guess_in_words(details) == "number, every quarter, lower is better"
