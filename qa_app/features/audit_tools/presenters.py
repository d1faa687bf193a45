"""What the pages about audit tools lay out."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from qa_app.domain.audit_tool import AuditTool, Question, QuestionKind
from qa_app.domain.audit_tool_rules import problems_with
from qa_app.domain.audit_tool_versions import changed_definitions
from qa_app.domain.errors import Problem
from qa_app.domain.periods import london_date
from qa_app.domain.plurals import plural
from qa_app.features.audit_tools.question_form import KIND_LABELS, QuestionForm
from qa_app.features.audit_tools.scale_choice import short_description
from qa_app.models import AuditTool as ToolRow
from qa_app.models import AuditToolVersion, ToolStatus
from qa_app.web.formatters import format_date

COLOURS = {
    ToolStatus.DRAFT: "govuk-tag--yellow",
    ToolStatus.LIVE: "govuk-tag--green",
    ToolStatus.RETIRED: "govuk-tag--grey",
}

KIND_HINTS = {
    QuestionKind.JUDGEMENT: "Answered with a grade of the tool’s scale, and evidence. Counted in the tables.",
    QuestionKind.STANDARD: "Answered Met or Not met. Counted as a percentage met.",
    QuestionKind.TEXT: "Answered in words, and not counted.",
}

PLACE = re.compile(r"sections\[(\d+)\](?:\.questions\[(\d+)\])?(?:\.(\w+))?(?:\[(\d+)\])?")


def tool_list(
    tools: Sequence[ToolRow], audits: Mapping[int, int], shipped: Sequence[AuditTool]
) -> dict[str, Any]:
    here = {tool.code for tool in tools}
    return {
        "tools": [
            {
                "name": tool.name,
                "code": tool.code,
                "versions": [_version_row(version, audits) for version in reversed(tool.versions)],
                "copied": _to_copy(tool),
            }
            for tool in tools
        ],
        "shipped": [
            {
                "name": tool.name,
                "purpose": tool.purpose.partition("\n")[0],
                "questions": plural(len(tool.questions), "question"),
                "action": url_for("audit_tools.add_shipped", code=tool.code),
            }
            for tool in shipped
            if tool.code not in here
        ],
    }


def version_page(version: AuditToolVersion, tool: AuditTool, *, audits: int) -> dict[str, Any]:
    is_draft = version.status is ToolStatus.DRAFT
    others = version.tool.versions
    draft = next((other for other in others if other.status is ToolStatus.DRAFT), None)
    return {
        "tag": _tag(version.status),
        "is_draft": is_draft,
        "is_live": version.status is ToolStatus.LIVE,
        "facts": _facts(version, tool, audits=audits),
        "why_frozen": _why_frozen(version, audits),
        "draft_href": url_for("audit_tools.show", version_id=draft.id) if draft else None,
        "problems": [_placed(version, tool, problem) for problem in problems_with(tool)] if is_draft else [],
        "sections": [_section(version, tool, number) for number in range(1, len(tool.sections) + 1)],
        "count": plural(len(tool.questions), "question"),
    }


def question_page(form: QuestionForm, *, released: AuditTool | None) -> dict[str, Any]:
    known = {question.code for question in released.questions} if released else set()
    is_new = not form.known_as
    return {
        "is_new": is_new,
        "heading": "Add a question" if is_new else "Change a question",
        "kinds": [
            {
                "value": kind.value,
                "text": KIND_LABELS[kind],
                "hint": {"text": KIND_HINTS[kind]},
                "checked": form.kind.data == kind.value,
            }
            for kind in QuestionKind
        ],
        "code_hint": _code_hint(form.known_as, is_released=form.known_as in known),
    }


def changes_page(before: AuditToolVersion | None, old: AuditTool | None, new: AuditTool) -> dict[str, Any]:
    """What a draft changes against the version that auditors use, or used last."""
    if before is None or old is None:
        return {"before": None, "groups": [], "retires": False}
    old_codes = {question.code for question in old.questions}
    new_codes = {question.code for question in new.questions}
    changed = changed_definitions(old, new)
    same = [q for q in new.questions if q.code in old_codes and q.code not in changed]
    groups = [
        (
            "The series breaks here",
            "These questions do not mean the same any more. Tables mark the break, and no direction is "
            "drawn across it.",
            [
                (question.short_name, question.code, _what_differs(old, new, question))
                for question in new.questions
                if question.code in changed
            ],
        ),
        (
            "New questions",
            "Their series start here.",
            [(q.short_name, q.code, KIND_LABELS[q.kind]) for q in new.questions if q.code not in old_codes],
        ),
        (
            "Questions left out",
            "Their series end here. What was judged before stays in the tables.",
            [(q.short_name, q.code, KIND_LABELS[q.kind]) for q in old.questions if q.code not in new_codes],
        ),
        (
            "Changed, with the series going on",
            "The question means the same.",
            [
                (question.short_name, question.code, what)
                for question in same
                if (what := _small_changes(old.question(question.code), question))
            ],
        ),
    ]
    return {
        "before": f"version {before.number}",
        "groups": [
            {"heading": heading, "sentence": sentence, "rows": rows}
            for heading, sentence, rows in groups
            if rows
        ],
        "retires": before.status is ToolStatus.LIVE,
    }


def _version_row(version: AuditToolVersion, audits: Mapping[int, int]) -> dict[str, Any]:
    return {
        "number": version.number,
        "href": url_for("audit_tools.show", version_id=version.id),
        "tag": _tag(version.status),
        "since": format_date(london_date(version.made_live_at or version.created_at)),
        "audits": f"{audits.get(version.id, 0):,}",
    }


def _to_copy(tool: ToolRow) -> str | None:
    """Where a new version starts: from the newest, when there is no draft already."""
    if any(version.status is ToolStatus.DRAFT for version in tool.versions):
        return None
    live = [version for version in tool.versions if version.status is ToolStatus.LIVE]
    return url_for("audit_tools.copy", version_id=(live or tool.versions)[-1].id)


def _tag(status: ToolStatus) -> dict[str, str]:
    return {"text": status.value.capitalize(), "classes": COLOURS[status]}


def _facts(version: AuditToolVersion, tool: AuditTool, *, audits: int) -> list[tuple[str, str]]:
    live = version.made_live_at
    return [
        ("Code", tool.code),
        ("Purpose", tool.purpose or "Not written"),
        ("Grading scale", f"{tool.scale.name}: {short_description(tool.scale.labels)}"),
        ("Counts as good", tool.scale.good_or_better_label),
        ("Evidence needed for", _evidence(tool) or "No grade"),
        *([("Live since", format_date(london_date(live)))] if live else []),
        ("Audits on this version", f"{audits:,}"),
    ]


def _evidence(tool: AuditTool) -> str:
    return ", ".join(tool.scale.label(position) for position in sorted(tool.scale.evidence_required))


def _why_frozen(version: AuditToolVersion, audits: int) -> str:
    stand = "stands" if audits == 1 else "stand"
    on_it = f"{plural(audits, 'audit')} {stand} on it" if audits else "audits may stand on it"
    match version.status:
        case ToolStatus.LIVE:
            return (
                f"This version is live and {on_it}, so it does not change. Make a new version to change it."
            )
        case ToolStatus.RETIRED:
            return f"This version is retired and {on_it}, so it does not change. Copy it to a new version."
        case ToolStatus.DRAFT:
            return ""


def _placed(version: AuditToolVersion, tool: AuditTool, problem: Problem) -> dict[str, str]:
    """Where a problem is put right, and the words that say where that is."""
    found = PLACE.fullmatch(problem.field)
    if found is None:
        if problem.field == "sections":
            return {"href": "#sections", "where": "Sections", "sentence": problem.message}
        field = problem.field.partition(".")[0]
        href = url_for("audit_tools.change_about", version_id=version.id, _anchor=field)
        return {"href": href, "where": "About this tool", "sentence": problem.message}
    number, place, field, part = found.groups()
    section = tool.sections[int(number)]
    if place is not None:
        question = section.questions[int(place)]
        anchor = f"descriptor_{int(part) + 1}" if part else {"descriptors": "descriptor_1"}.get(field, field)
        href = url_for(
            "audit_tools.change_question", version_id=version.id, code=question.code, _anchor=anchor
        )
        return {"href": href, "where": question.short_name, "sentence": problem.message}
    where = section.title or f"Section {int(number) + 1}"
    if field == "questions":
        return {"href": f"#section-{int(number) + 1}", "where": where, "sentence": problem.message}
    href = url_for("audit_tools.change_section", version_id=version.id, number=int(number) + 1, _anchor=field)
    return {"href": href, "where": where, "sentence": problem.message}


def _section(version: AuditToolVersion, tool: AuditTool, number: int) -> dict[str, Any]:
    section = tool.sections[number - 1]
    named: dict[str, Any] = {"version_id": version.id, "number": number}
    return {
        "anchor": f"section-{number}",
        "number": number,
        "title": section.title,
        "guidance": section.guidance,
        "change": url_for("audit_tools.change_section", **named),
        "delete": url_for("audit_tools.delete_section", **named),
        "up": url_for("audit_tools.move_section_up", **named) if number > 1 else None,
        "down": url_for("audit_tools.move_section_down", **named) if number < len(tool.sections) else None,
        "add": url_for("audit_tools.add_question", version_id=version.id, section=number),
        "questions": [
            _question(
                version,
                question,
                is_first=number == 1 and question is section.questions[0],
                is_last=number == len(tool.sections) and question is section.questions[-1],
            )
            for question in section.questions
        ],
    }


def _question(
    version: AuditToolVersion, question: Question, *, is_first: bool, is_last: bool
) -> dict[str, Any]:
    """The first of a section moves up into the section above, even an empty one."""
    named: dict[str, Any] = {"version_id": version.id, "code": question.code}
    return {
        "anchor": f"question-{question.code}",
        "name": question.short_name,
        "code": question.code,
        "wording": question.wording or "The question is not written yet.",
        "kind": KIND_LABELS[question.kind],
        "notes": _notes(question),
        "is_overall": question.is_overall,
        "change": url_for("audit_tools.change_question", **named),
        "delete": url_for("audit_tools.delete_question", **named),
        "up": None if is_first else url_for("audit_tools.move_question_up", **named),
        "down": None if is_last else url_for("audit_tools.move_question_down", **named),
    }


def _notes(question: Question) -> str:
    """> Required, may be not applicable, 4 descriptors"""
    notes = ["required" if question.required else "optional"]
    if question.allows_not_applicable:
        notes.append("may be not applicable")
    if question.kind is QuestionKind.JUDGEMENT:
        written = sum(bool(descriptor) for descriptor in question.descriptors)
        notes.append(plural(written, "descriptor") if written else "no descriptors")
    return ", ".join(notes).capitalize()


def _code_hint(known_as: str, *, is_released: bool) -> str:
    if is_released:
        return (
            "Tables and files know the question by it, from version to version. Auditors have answered this "
            "code: with another code, its series ends and a new one starts."
        )
    made = "" if known_as else " Leave it empty to have it made from the short name."
    return (
        "Small letters, figures and hyphens, such as direct-work. Tables and files know the question by it, "
        f"so it stays the same from version to version.{made}"
    )


def _what_differs(old: AuditTool, new: AuditTool, question: Question) -> str:
    """> The question and the descriptors, in words"""
    before = old.question(question.code)
    parts = {
        "kind": before.kind is not question.kind,
        "question": _words(before.wording) != _words(question.wording),
        "guidance": _words(before.guidance) != _words(question.guidance),
        "descriptors": list(map(_words, before.descriptors)) != list(map(_words, question.descriptors)),
        "grading scale": (old.scale.labels, old.scale.good_or_better)
        != (new.scale.labels, new.scale.good_or_better),
        "mark as overall judgement": before.is_overall is not question.is_overall,
    }
    return ", ".join(part for part, differs in parts.items() if differs).capitalize()


def _small_changes(before: Question, after: Question) -> str:
    parts = {
        "short name": before.short_name != after.short_name,
        "guidance": _words(before.guidance) != _words(after.guidance),
        "must be answered or not": before.required is not after.required,
        "not applicable or not": before.allows_not_applicable is not after.allows_not_applicable,
    }
    return ", ".join(part for part, differs in parts.items() if differs).capitalize()


def _words(text: str) -> str:
    return " ".join(text.split())
