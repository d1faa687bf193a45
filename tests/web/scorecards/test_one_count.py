"""The same audits give the same figure wherever it stands: counted in Python, on the tables, in the audit
measure, in the scorecard's page and in its files."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import pytest
from openpyxl import load_workbook

from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.judgement_choice import OVERALL, Grouping, JudgementChoice
from qa_app.domain.measures import MeasureKind, Unit, ValueStatus
from qa_app.domain.percentages import Share, display_percent
from qa_app.domain.periods import Month, Quarter, Year
from qa_app.domain.roles import Role
from qa_app.domain.scope import Scope
from qa_app.domain.workflow import AWAITING_MODERATION, COUNTED, AuditStatus
from qa_app.models import Audit
from qa_app.queries.judgement_table import judgement_table
from qa_app.queries.measure_facts import facts_of
from qa_app.queries.measure_series import series_of
from qa_app.queries.measures import find_measure
from qa_app.queries.scorecard import read_scorecard, scorecard_choice
from qa_app.services.audit_tools import add_tool, make_live
from tests.factories import a_measure, a_person, a_service_area, a_stream, a_tool, a_tool_version, an_audit
from tests.factories.measures import AT
from tests.factories.scorecards import a_scorecard

LAST = Quarter(2016, 4)
PERIODS = 5
SEEDS = range(2)


@dataclass
class Council:
    audits: list[Audit]
    areas: list
    streams: list
    random: Random


@pytest.fixture(params=SEEDS)
def council(request, session) -> Council:
    """Random audits on two versions of one tool, in the second of which a domain means something else, and on
    another tool; some finished, some moderated, around the edges of six quarters."""
    random = Random(request.param)
    first = a_tool("assessment", "planning", code="full", standards=("smart", "seen"))
    second = replace(first, sections=tuple(map(_reworded, first.sections)))
    other = a_tool("assessment", code="short", standards=("smart",))
    old = a_tool_version(session, first)
    new = add_tool(session, second, by=None, at=AT)
    make_live(session, new, by=None, at=AT)
    short = a_tool_version(session, other)
    areas = [a_service_area(name) for name in ("North", "South", "East")]
    streams = [a_stream(name) for name in ("Monthly", "Dip sample")]
    auditor = a_person(Role.AUDITOR)
    audits = []
    for _ in range(90):
        day = date(2015, 10, 1) + timedelta(days=random.choice((0, 91, 181, 182, 546, random.randrange(547))))
        version = short if random.random() < 0.3 else old if day < date(2016, 8, 15) else new
        audits.append(_audit(random, version, day, random.choice(areas), random.choice(streams), auditor))
    session.add_all(audits)
    session.commit()
    return Council(audits, areas, streams, random)


def _reworded(section):
    return replace(
        section,
        questions=tuple(
            replace(question, wording="Is the plan clear?") if question.code == "planning" else question
            for question in section.questions
        ),
    )


def _audit(random, version, day, area, stream, auditor) -> Audit:
    codes = [question.code for section in version.sections for question in section.questions]
    answers = {"smart": (0, 1, 2), "seen": (0, 1, 2), "overall": (1, 2, 3, 4)}
    judged = {code: random.choice(answers.get(code, (0, 1, 2, 3, 4))) for code in codes}
    status = random.choice([*AuditStatus, AuditStatus.FINAL, AuditStatus.FINAL])
    is_moderated = status is AuditStatus.FINAL and day.month not in (4, 5, 6) and random.random() < 0.7
    moderated = {
        code: random.choice(answers.get(code, (1, 2, 3, 4))) for code in codes if random.random() < 0.4
    }
    return an_audit(
        version,
        audit_date=day,
        service_area=area,
        stream=stream,
        auditor=auditor,
        status=status,
        judged=judged,
        moderated=moderated if is_moderated else None,
    )


def definitions(council: Council) -> list[AuditDefinition]:
    filters = [
        {},
        *({"area": area.id} for area in council.areas),
        *({"stream": stream.id} for stream in council.streams),
        *({"tool": tool} for tool in ("full", "short")),
        {"area": council.areas[0].id, "stream": council.streams[0].id, "tool": "full"},
    ]
    counted = [
        *(
            AuditDefinition(Counts.AT_LEAST, (code,), grade=grade, scale="four-grades")
            for code in ("assessment", "planning", OVERALL)
            for grade in (1, 2, 3)
        ),
        AuditDefinition(Counts.MET, ("smart",)),
        AuditDefinition(Counts.MET, ("smart", "seen")),
        AuditDefinition(Counts.AUDITS),
    ]
    return [replace(each, **chosen) for each in counted for chosen in filters]


def add_measures(session, council: Council):
    measures = [
        a_measure(
            kind=MeasureKind.AUDIT,
            unit=Unit.NUMBER if each.counts is Counts.AUDITS else Unit.PERCENT,
            audit_definition=each.as_json(),
        )
        for each in definitions(council)
    ]
    session.add_all(measures)
    session.commit()
    return measures


def by_hand(council: Council, wanted: AuditDefinition, period, areas=None) -> tuple[int, int | None, bool]:
    """How many count, of how many, and whether any audit of them awaits moderation; one audit at a time."""
    counted = asked = audits = 0
    awaiting = False
    for audit in council.audits:
        tool = audit.tool_version.tool.code
        if (
            audit.status not in COUNTED
            or not period.first_day <= audit.audit_date <= period.last_day
            or wanted.area not in (None, audit.service_area.id)
            or wanted.stream not in (None, audit.stream.id)
            or wanted.tool not in (None, tool)
            or (areas is not None and audit.service_area.id not in areas)
        ):
            continue
        answers = [
            each.auditor_value if each.moderated_value is None else each.moderated_value
            for each in audit.judgements
            if each.question.code in wanted.questions
        ]
        if wanted.counts is Counts.AUDITS or answers:
            awaiting = awaiting or audit.status in AWAITING_MODERATION
        audits += 1
        asked += sum(value > 0 for value in answers)
        best = 1 if wanted.counts is Counts.MET else wanted.grade or 0
        counted += sum(0 < value <= best for value in answers)
    return (audits, None, awaiting) if wanted.counts is Counts.AUDITS else (counted, asked, awaiting)


@pytest.mark.parametrize(("kind", "limited"), [(Month, False), (Quarter, True), (Year, False)])
def test_a_measure_counts_what_one_counts_by_hand(session, council, kind, limited):
    measures = [facts_of(find_measure(session, row.id)) for row in add_measures(session, council)]
    areas = frozenset(area.id for area in council.areas[:2]) if limited else None
    first, last = kind.of(date(2015, 10, 1)), kind.of(date(2017, 3, 31))

    found = series_of(session, measures, first=first, last=last, scope=Scope(1, areas, areas))

    for measure in measures:
        for ordinal in range(first.ordinal, last.ordinal + 1):
            period = kind.from_ordinal(ordinal)
            counted, asked, awaiting = by_hand(council, measure.audit, period, areas)
            reading = found[measure.id].readings[period]
            if asked == 0:
                assert reading.is_not_applicable, (measure.audit, period)
                continue
            assert (reading.numerator, reading.denominator) == (counted, asked), (measure.audit, period)
            assert (reading.status is ValueStatus.PROVISIONAL) == awaiting, (measure.audit, period)


GROUPINGS = {Grouping.SERVICE_AREA: "area", Grouping.STREAM: "stream", Grouping.TOOL: "tool"}


def test_a_judgement_table_says_the_same_as_the_measures(session, council):
    """Shares, directions and what is not comparable, of every block by area, stream, tool and domain."""
    measures = add_measures(session, council)
    scorecard = a_scorecard({"All": measures}, periods=PERIODS)
    session.add(scorecard)
    session.commit()
    choice = scorecard_choice(session, scorecard.id, last=LAST)
    read = {line.measure.audit: line for line in read_scorecard(session, choice, Scope.everything()).lines}
    names = {
        "area": {area.name: area.id for area in council.areas},
        "stream": {stream.name: stream.id for stream in council.streams},
        "tool": {audit.tool_version.tool.name: audit.tool_version.tool.code for audit in council.audits},
    }
    compared = 0
    for of in ("assessment", "planning", OVERALL):
        for by, part in GROUPINGS.items():
            table = judgement_table(
                session, JudgementChoice(by=by, of=of, last=LAST, periods=PERIODS), Scope.everything()
            )
            for block in table.blocks:
                filters = {} if block.is_total else {part: names[part][block.name]}
                compared += _same_as_block(read, table, block, of, filters)
    by_domain = judgement_table(
        session, JudgementChoice(by=Grouping.DOMAIN, last=LAST, periods=PERIODS), Scope.everything()
    )
    for block in by_domain.blocks:
        code = OVERALL if block.code == "overall" else block.code
        if code in ("assessment", "planning"):
            compared += _same_as_block(read, by_domain, block, code, {})
    assert compared > 200


def _same_as_block(read, table, block, of, filters) -> int:
    for grade in (1, 2, 3):
        wanted = AuditDefinition(Counts.AT_LEAST, (of,), grade=grade, scale="four-grades", **filters)
        line = read[wanted]
        for column, reading, facts in zip(block.columns, line.readings, table.periods, strict=True):
            share = column.share_up_to(grade)
            assert (share.count, share.audited) == (reading.numerator or 0, reading.denominator or 0), wanted
            assert reading.is_not_applicable == column.is_empty
            assert column.percent_up_to(grade) == reading.value
            # By domain, moderation is told of all the forms that stand in the table.
            if reading.value is not None and table.choice.by is not Grouping.DOMAIN:
                assert reading.is_before_moderation == (facts.audits > 0 and not facts.moderated)
        for broken, reading in zip(block.breaks, line.readings, strict=True):
            assert reading.is_break == broken or reading.value is None
        if grade == table.scale.good_or_better and table.choice.by is not Grouping.DOMAIN:
            assert line.travels[0].direction is block.good_direction
            assert line.travels[0].assessment == block.good_assessment
    return 3 * len(block.columns)


def test_the_page_the_csv_and_the_workbook_print_what_was_counted(sign_in, get, client, session, council):
    measures = add_measures(session, council)[::3]
    session.add(scorecard := a_scorecard({"All": measures}, periods=PERIODS))
    session.commit()
    sign_in(Role.QA_LEAD)
    expected = {
        measure.code: [
            _printed(by_hand(council, AuditDefinition.from_json(measure.audit_definition), period), measure)
            for period in LAST.ending(PERIODS)
        ]
        for measure in measures
    }
    url, query = f"/scorecards/{scorecard.id}", f"?period={LAST.key}&periods={PERIODS}"

    page = get(f"{url}{query}")
    figures = client.get(f"{url}/export/figures{query}").data.decode("utf-8-sig")
    sheets = load_workbook(io.BytesIO(client.get(f"{url}/export/xlsx{query}").data))

    rows = {row[1].removesuffix(" (audit)"): row for row in page.rows if len(row) > PERIODS}
    for measure in measures:
        cells = rows[measure.name][-PERIODS:]
        assert [cell.replace(" [p]", "").replace(" [b]", "") for cell in cells] == expected[measure.code]
    told = {code: [] for code in expected}
    for row in csv.DictReader(io.StringIO(figures)):
        of = "" if row["denominator"] in ("[x]", "[z]", "") else f" of {row['denominator']}"
        told[row["code"]].append(f"{row['shown']}{of}")
    assert told == expected
    counts = {row[2]: row[4:] for row in sheets["Counts"].iter_rows(values_only=True) if row[2] in expected}
    for measure in measures:
        for place, period in enumerate(LAST.ending(PERIODS)):
            counted, asked, _ = by_hand(council, AuditDefinition.from_json(measure.audit_definition), period)
            numbers = counts[measure.code][2 * place : 2 * place + 2]
            assert numbers == (("[z]", "[z]") if asked == 0 else (counted, "[x]" if asked is None else asked))


def _printed(counted: tuple[int, int | None, bool], measure) -> str:
    number, asked, _ = counted
    if asked is None:
        return str(number)
    return f"{display_percent(Share(number, asked))} of {asked}" if asked else "N/A"


def test_every_figure_leads_to_its_own_audits(sign_in, get, session, council):
    """Of all the figures of a page some at random: the list has the cohort."""
    measures = add_measures(session, council)
    session.add(scorecard := a_scorecard({"All": measures}, periods=PERIODS))
    session.commit()
    sign_in(Role.QA_LEAD)
    page = get(f"/scorecards/{scorecard.id}?period={LAST.key}&periods={PERIODS}")
    rows = [row for row in page.tree.xpath("//tbody/tr") if row.xpath(".//a[starts-with(@href, '/audits')]")]

    for row in council.random.sample(rows, 12):
        link = council.random.choice(row.xpath(".//a[starts-with(@href, '/audits')]"))
        _, _, cohort = link.text_content().partition(" of ")
        listed = get(link.get("href"))
        number = int(cohort.split()[0]) if cohort else int(link.text_content().split()[0])
        said = (f"{number} audit", f"counts {number} answer") if number else ("No audits were found",)
        assert any(words in listed.text for words in said), link.get("href")
