"""Rows that are right in every respect a test does not name."""

from tests.factories.audits import an_audit, judge
from tests.factories.measures import (
    a_comparator,
    a_measure,
    a_measure_definition,
    a_measure_value,
    a_target,
    a_threshold,
)
from tests.factories.moderations import a_moderation
from tests.factories.people import PASSWORD, QUICK, a_person
from tests.factories.reports import a_quarter_report, a_report_text, an_audit_finding
from tests.factories.scorecards import a_comment, a_scorecard
from tests.factories.structure import a_service_area, a_stream, a_team
from tests.factories.tools import a_tool, a_tool_version

__all__ = [
    "PASSWORD",
    "QUICK",
    "a_comment",
    "a_comparator",
    "a_measure",
    "a_measure_definition",
    "a_measure_value",
    "a_moderation",
    "a_person",
    "a_quarter_report",
    "a_report_text",
    "a_scorecard",
    "a_service_area",
    "a_stream",
    "a_target",
    "a_team",
    "a_threshold",
    "a_tool",
    "a_tool_version",
    "an_audit",
    "an_audit_finding",
    "judge",
]
