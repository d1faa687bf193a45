from datetime import date

from qa_app.importers.audit_columns import KnownTool
from qa_app.importers.audit_rows import read_audits
from qa_app.importers.audit_template import template_columns
from qa_app.importers.sheet import read_sheet
from tests.data_builders.audit_files import xlsx_file
from tests.factories import a_tool

TOOL = a_tool("assessment", code="case-file", standards=("plan-smart",), texts=("strengths",))


def test_every_column_of_the_tool_is_explained():
    columns = {column.heading: column for column in template_columns(TOOL)}

    assert list(columns)[10:] == [
        *("assessment", "assessment moderated", "assessment evidence"),
        *("plan-smart", "plan-smart moderated", "plan-smart evidence"),
        "strengths",
        *("overall", "overall moderated", "overall evidence"),
    ]
    assert columns["plan-smart"].accepted == ("Met", "Not met", "Not applicable")
    assert columns["overall"].required
    assert "Not applicable" not in columns["overall"].accepted


def test_the_example_is_right_but_for_its_reference():
    row = {column.heading: column.example for column in template_columns(TOOL)}
    known = KnownTool(1, TOOL, {question.code: 1 for question in TOOL.questions})

    file = read_audits(read_sheet(xlsx_file([row]), "a.xlsx"), [known], today=date(2026, 7, 14))

    assert [problem.what_to_do for problem in file.problems.shown] == [
        "This is the example of the template: remove it"
    ]
