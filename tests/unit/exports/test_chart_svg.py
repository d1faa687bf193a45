from fractions import Fraction

import pytest
from lxml import etree

from qa_app.domain.charts import Bar, StackedChart
from qa_app.exports.chart_svg import chart_svg
from tests.unit.exports.reports import FOUR_GRADES, a_chart


def parsed(svg: str) -> etree._Element:
    return etree.fromstring(svg)


def linked(bar: Bar) -> etree._Element:
    return parsed(chart_svg(StackedChart("T", "D", FOUR_GRADES, (bar,))))


def words(svg: etree._Element) -> list[str]:
    return [str(text) for text in svg.xpath("//text/text()")]


A_BAR = Bar(
    "Q3 2016-17",
    shares=(Fraction(0), Fraction(400, 7), Fraction(300, 7), Fraction(0)),
    caption="n = 14",
    links=(None, "/audits?period=2016-17-Q3&grade=2", None, None),
    counts=(0, 8, 6, 0),
)


def test_without_links_it_is_an_image_with_a_name_and_a_description() -> None:
    svg = parsed(chart_svg(a_chart(), prefix="first"))
    assert svg.get("role") == "img"
    names = {element.get("id"): element.text for element in svg.xpath("//*[@id]")}
    assert names[svg.get("aria-labelledby")] == "Overall judgement"
    assert names[svg.get("aria-describedby")] == "Good or better fell from 64% to 58%."


def test_with_links_it_is_a_group_because_nothing_inside_an_image_can_be_reached() -> None:
    assert linked(A_BAR).get("role") == "group"


def test_a_link_says_by_itself_what_it_leads_to() -> None:
    (link,) = linked(A_BAR).xpath("//a")
    assert link.get("href") == "/audits?period=2016-17-Q3&grade=2"
    assert link.get("aria-label") == "Good, Q3 2016-17: 57%, 8 audits"


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((0, 1, 0, 0), "Good, Q3 2016-17: 57%, 1 audit"), (None, "Good, Q3 2016-17: 57%")],
)
def test_the_count_is_said_where_it_is_known(counts: tuple[int, ...] | None, expected: str) -> None:
    (link,) = linked(Bar(A_BAR.label, A_BAR.shares, A_BAR.caption, A_BAR.links, counts)).xpath("//a")
    assert link.get("aria-label") == expected


def test_nothing_audited_is_said_in_words_and_once() -> None:
    svg = linked(Bar("Q2 2016-17", (), "N/A"))
    assert words(svg).count("N/A") == 1
    assert len(svg.xpath("//rect")) == len(FOUR_GRADES)  # the legend's


def test_every_grade_is_in_the_legend_and_every_share_that_fits_is_labelled() -> None:
    assert words(parsed(chart_svg(a_chart()))) == [
        *FOUR_GRADES,
        *("Q1 2016-17", "28%", "56%", "17%", "n = 18"),
        *("Q2 2016-17", "N/A"),
        *("Q3 2016-17", "8%", "57%", "34%", "n = 14"),  # 0.8% has no room for words
    ]


def test_a_strict_policy_allows_all_of_it() -> None:
    svg = parsed(chart_svg(a_chart()))
    assert not svg.xpath("//@style | //style | //script | //@onclick | //@fill")


def test_two_charts_on_a_page_share_no_id() -> None:
    ids = [id for prefix in ("a", "b") for id in parsed(chart_svg(a_chart(), prefix=prefix)).xpath("//@id")]
    assert len(set(ids)) == len(ids) == 4


def test_text_of_the_council_is_text() -> None:
    chart = StackedChart("<script>", '"&', ("<b>", "&"), (Bar("<i>", (50.0, 50.0), "&", ("/a?b&c", None)),))
    svg = parsed(chart_svg(chart))
    assert words(svg) == ["<b>", "&", "<i>", "50%", "50%", "&"]
    assert svg.xpath("//a/@href") == ["/a?b&c"]


@pytest.mark.parametrize("grades", [1, 2, 3, 5, 11, 14])
def test_a_scale_of_any_length_is_drawn(grades: int) -> None:
    share = Fraction(100, grades)
    chart = StackedChart("T", "D", tuple(map(str, range(grades))), (Bar("Q1", (share,) * grades, "n"),))
    assert len(parsed(chart_svg(chart)).xpath("//rect")) == 2 * grades


@pytest.mark.parametrize("shares", [(55.0, 55.0), (50.0, 45.0), (100.0, 0.0), (99.9, 0.1)])
def test_no_bar_is_wider_than_its_place(shares: tuple[float, ...]) -> None:
    """Published columns that add to 110 or 95 are drawn too."""
    whole, bar = (
        parsed(chart_svg(StackedChart("T", "D", ("A", "B"), (Bar("Q1", some, "n = 9"),))))
        for some in ((100.0, 0.0), shares)
    )
    assert right_end(bar) <= right_end(whole) + 3  # the gap and a sliver that would else be unseen


def right_end(svg: etree._Element) -> float:
    return max(float(rect.get("x")) + float(rect.get("width")) for rect in svg.xpath("//rect")[2:])
