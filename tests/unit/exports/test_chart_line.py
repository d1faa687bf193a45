from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from qa_app.domain.charts import Level, LevelKind, LineChart, Mark, Point
from qa_app.domain.tables import Shorthand
from qa_app.exports.chart_layout import lay_out
from qa_app.exports.chart_levels import spread
from qa_app.exports.chart_shapes import Box, Circle, Linked, Path, Polygon, Shape, Words
from qa_app.exports.chart_svg import chart_svg
from qa_app.exports.chart_table import chart_table
from qa_app.exports.chart_text import CHARACTER, FONT_SIZE, bold_width
from tests.unit.exports.reports import a_line_chart

Rectangle = tuple[float, float, float, float]

NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MONTHS = tuple(f"{name} {year}" for year in (2015, 2016) for name in NAMES)
CAPTIONS = ["{:.0f}%", "{:.1f}%", "{:,.1f}", "{:,.0f}"]


def parsed(chart: LineChart) -> etree._Element:
    return etree.fromstring(chart_svg(chart, prefix="c"))


def shapes_of(chart: LineChart) -> list[Shape]:
    """Of all links, what is in them."""
    return [
        shape
        for outer in lay_out(chart).shapes
        for shape in (outer.shapes if isinstance(outer, Linked) else [outer])
    ]


def words_of(chart: LineChart) -> list[str]:
    return [shape.text for shape in shapes_of(chart) if isinstance(shape, Words)]


def stretches(chart: LineChart) -> list[int]:
    """How many points each unbroken line joins."""
    return [
        len(shape.places) for shape in shapes_of(chart) if isinstance(shape, Path) and shape.style == "line"
    ]


def points_of(*values: float | None) -> tuple[Point, ...]:
    return tuple(
        Point(f"Q{number}", value, "" if value is None else f"{value:g}")
        for number, value in enumerate(values)
    )


def test_a_point_says_by_its_shape_what_it_means() -> None:
    marks = (Mark.NONE, Mark.IMPROVEMENT, Mark.CONCERN)
    svg = parsed(a_line_chart(*(Point(f"Q{n}", 50 + n, "x", mark) for n, mark in enumerate(marks))))
    assert len(svg.xpath("//circle[@class='qa-chart__point']")) == 1
    # One in the chart, and one in the legend that says what it means.
    for style, corners in (("improvement", 4), ("concern", 3)):
        drawn = svg.xpath(f"//polygon[@class='qa-chart__{style}']/@points")
        assert [len(places.split()) for places in drawn] == [corners, corners]


def test_only_the_marks_that_are_used_are_explained() -> None:
    assert "Improvement" in words_of(a_line_chart())
    assert "Concern" not in words_of(a_line_chart())


def test_it_has_a_name_and_a_description_and_is_an_image_without_links() -> None:
    svg = parsed(a_line_chart())
    assert svg.get("role") == "img"
    names = {element.get("id"): element.text for element in svg.xpath("//*[@id]")}
    assert names[svg.get("aria-labelledby")] == "Assessments in time"
    assert names[svg.get("aria-describedby")].startswith("It rose")


def test_a_link_says_by_itself_what_it_leads_to() -> None:
    svg = parsed(a_line_chart(Point("Q3 2016-17", 57, "57%", Mark.CONCERN, href="/measures/1?a&b")))
    assert svg.get("role") == "group"
    (link,) = svg.xpath("//a")
    assert (link.get("href"), link.get("aria-label")) == ("/measures/1?a&b", "Q3 2016-17: 57%, concern")


def test_a_strict_policy_allows_all_of_it() -> None:
    svg = parsed(a_line_chart(Point("Q3", 57, "57%", href="/a")))
    assert not svg.xpath("//@style | //style | //script | //@onclick | //@fill | //@stroke")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1.0, 2.0, 3.0), [3]),
        ((1.0, 2.0, None, 3.0, 4.0), [2, 2]),
        ((1.0, None, 3.0), []),  # single points are dots
        ((None, None), []),
    ],
)
def test_a_gap_is_never_bridged(values: tuple[float | None, ...], expected: list[int]) -> None:
    assert stretches(a_line_chart(*points_of(*values))) == expected


def test_the_line_ends_where_what_is_measured_changed() -> None:
    one, two, three, four = points_of(1.0, 2.0, 3.0, 4.0)
    anew = Point(three.label, three.value, three.caption, starts_anew=True)
    assert stretches(a_line_chart(one, two, anew, four)) == [2, 2]


def test_a_point_lies_where_its_value_does_between_the_ticks() -> None:
    chart = a_line_chart(*points_of(0.0, 25.0, 100.0))
    ticks = {
        shape.text: shape.y
        for shape in shapes_of(chart)
        if isinstance(shape, Words) and shape.style == "quiet"
    }
    low, middle, high = (shape.y for shape in shapes_of(chart) if isinstance(shape, Circle))
    assert (low - middle) / (low - high) == pytest.approx(0.25)
    assert ticks["0"] - ticks["100"] == pytest.approx(low - high)


def test_levels_are_named_and_a_range_is_a_band_between_two_lines() -> None:
    levels = (
        Level(62, "England 62%", LevelKind.COMPARATOR),
        Level(80, "Target 80% to 90%", LevelKind.TARGET, up_to=90),
    )
    chart = a_line_chart(*points_of(50.0), levels=levels)
    assert {"England 62%", "Target 80% to 90%"} <= set(words_of(chart))
    (band,) = [shape for shape in shapes_of(chart) if isinstance(shape, Box)]
    edges = [
        shape.places[0][1]
        for shape in shapes_of(chart)
        if isinstance(shape, Path) and shape.style == "target"
    ]
    assert sorted(edges) == pytest.approx([band.y, band.y + band.height])


def test_nothing_known_is_said_and_no_nought_is_drawn() -> None:
    chart = a_line_chart(Point("Q1", None, "N/A"), Point("Q2", None, ""))
    assert "N/A" in words_of(chart)
    assert not [shape for shape in shapes_of(chart) if isinstance(shape, Circle | Polygon)]


def test_a_low_chart_says_the_same_in_less_room() -> None:
    usual = a_line_chart(Point("Q1", 60, "60%"), Point("Q2", 80, "80%"))
    low = replace(usual, is_low=True)

    assert lay_out(low).height < lay_out(usual).height - 90
    assert words_of(low) == words_of(usual)


def test_a_chart_without_points_is_drawn() -> None:
    assert parsed(LineChart("T", "D", "", ())).xpath("//text/text()") == ["0", "1"]


def rectangle(words: Words) -> Rectangle:
    """The place that text takes, by the widths the layout reckons with."""
    width = bold_width(words.text) if words.style == "caption" else len(words.text) * CHARACTER
    back = {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
    if words.turned:
        return (words.x - FONT_SIZE * 0.8, words.y - width + back, words.x + FONT_SIZE * 0.2, words.y + back)
    return (words.x - back, words.y - FONT_SIZE * 0.8, words.x - back + width, words.y + FONT_SIZE * 0.2)


def overlap(one: Rectangle, other: Rectangle) -> bool:
    slack = 0.01
    return (
        one[0] < other[2] - slack
        and other[0] < one[2] - slack
        and one[1] < other[3] - slack
        and other[1] < one[3] - slack
    )


VALUES = st.floats(0, 20_000).map(lambda value: round(value, 3))


@st.composite
def charts(draw: st.DrawFn) -> LineChart:
    labels = draw(
        st.sampled_from([MONTHS, [f"Q{n % 4 + 1} {2010 + n // 4}-{11 + n // 4}" for n in range(24)]])
    )
    caption = draw(st.sampled_from(CAPTIONS))
    values = draw(st.lists(st.none() | VALUES, max_size=24))
    marks = st.sampled_from(Mark)
    points = tuple(
        Point(label, value, "N/A" if value is None else caption.format(value), draw(marks))
        for label, value in zip(labels, values, strict=False)
    )
    names = ["Mean 57%", "Upper limit 16,000 (trial)", "Statistical neighbours 64%, 2015-16"]
    levels = tuple(
        Level(draw(VALUES), draw(st.sampled_from(names)), draw(st.sampled_from(LevelKind)))
        for _ in range(draw(st.integers(0, 7)))
    )
    return LineChart("T", "D", "Per cent", points, levels)


@settings(deadline=None)
@given(charts())
def test_no_words_lie_on_others_or_on_a_point_or_outside(chart: LineChart) -> None:
    drawing = lay_out(chart)
    shapes = shapes_of(chart)
    places = {shape: rectangle(shape) for shape in shapes if isinstance(shape, Words)}
    for (one, its_place), (other, other_place) in combinations(places.items(), 2):
        assert not overlap(its_place, other_place), (one, other)
    for words, (left, top, right, bottom) in places.items():
        assert left >= 0, words
        assert top >= 0, words
        assert right <= drawing.width + 0.01, words
        assert bottom <= drawing.height + 4, words
    captions = [place for words, place in places.items() if words.style == "caption"]
    for circle in (shape for shape in shapes if isinstance(shape, Circle)):
        reach = (circle.x - 4.5, circle.y - 4.5, circle.x + 4.5, circle.y + 4.5)
        assert not any(overlap(reach, place) for place in captions)


@settings(deadline=None)
@given(charts())
def test_every_point_up_to_twenty_four_has_its_period_below_it(chart: LineChart) -> None:
    said = words_of(chart)
    for point in chart.points:
        assert point.label in said or set(point.label.split()) <= set(said)


def test_the_newest_and_the_marked_points_keep_their_captions() -> None:
    points = [
        Point(month, 100.0 + number % 2, f"{100 + number:,}.{number}%") for number, month in enumerate(MONTHS)
    ]
    points[7] = Point(MONTHS[7], 100.0, "marked", Mark.CONCERN)
    said = words_of(a_line_chart(*points))
    assert points[-1].caption in said
    assert "marked" in said
    assert not {point.caption for point in points} <= set(said)  # there is no room for all of them


@pytest.mark.parametrize(
    ("wanted", "heights", "expected"),
    [
        ([10, 100], [20, 20], [10, 100]),
        ([50, 55], [20, 20], [50, 70]),
        ([55, 50], [20, 20], [70, 50]),  # in the order in which they lie, not in which they are given
        ([190, 195], [20, 20], [170, 190]),  # not below the end
    ],
)
def test_labels_are_spread(wanted: list[float], heights: list[float], expected: list[float]) -> None:
    assert spread(wanted, heights, 200) == expected


def test_as_a_table_it_has_exact_values_and_what_they_are_seen_against() -> None:
    table = chart_table(a_line_chart())
    assert [column.heading for column in table.columns] == [
        *("Period", "Per cent", "As shown", "Reading"),
        *("Target 80% to 90% (from)", "Target 80% to 90% (to)"),
    ]
    assert list(table.rows) == [
        ("Q1 2016-17", Fraction(400, 7), "57%", "", 80, 90),
        ("Q2 2016-17", Shorthand.NOT_APPLICABLE, "N/A", "", 80, 90),
        ("Q3 2016-17", Fraction(500, 7), "71%", "improvement", 80, 90),
    ]
