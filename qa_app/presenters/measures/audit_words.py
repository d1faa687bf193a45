"""What an audit measure counts, in a sentence."""

from collections.abc import Iterator

from qa_app.domain.audit_measure_checks import COUNTED_KIND, AuditMeasureChoices
from qa_app.domain.audit_measures import AuditDefinition, Counts
from qa_app.domain.scales import GradingScale


def counted_as(definition: AuditDefinition, scale: GradingScale | None) -> str:
    """What heads the answers that count: > Met, or > Good or better, or > Audits"""
    match definition.counts:
        case Counts.MET:
            return "Met"
        case Counts.AUDITS:
            return "Audits"
        case Counts.AT_LEAST:
            label = scale.label(definition.grade or 1) if scale else "That grade"
            return label if definition.grade == 1 else f"{label} or better"


def definition_words(definition: AuditDefinition, choices: AuditMeasureChoices) -> str:
    """> Plan is SMART: met, of all that were met or not met. Only audits of the service area North."""
    return " ".join(_sentences(definition, choices))


def _sentences(definition: AuditDefinition, choices: AuditMeasureChoices) -> Iterator[str]:
    names = ", ".join(_name(code, definition, choices) for code in definition.questions)
    match definition.counts:
        case Counts.AUDITS:
            yield "The number of audits that were finished."
        case Counts.MET:
            yield f"{names}: met, of all that were met or not met."
        case Counts.AT_LEAST:
            good = counted_as(definition, choices.scales.get(definition.scale or ""))
            yield f"{names}: {good}, of all that were judged."
    only = [
        f"{words} {name}"
        for words, name in (
            ("of the service area", choices.areas.get(definition.area or 0)),
            ("of the stream", choices.streams.get(definition.stream or 0)),
            ("with the tool", choices.tools.get(definition.tool or "", definition.tool)),
        )
        if name
    ]
    if only:
        yield f"Only audits {' and '.join(only)}."


def _name(code: str, definition: AuditDefinition, choices: AuditMeasureChoices) -> str:
    """What tools call it now, or its code where none asks it any more."""
    asked = choices.asked(code)
    kind = COUNTED_KIND.get(definition.counts)
    return next((each.name for each in asked if each.kind is kind), asked[0].name if asked else code)
