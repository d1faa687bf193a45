"""Every figure of the judgement tables as printed, to tell later what has changed."""

from collections.abc import Iterator

from qa_app.domain.judgement_choice import Layout
from qa_app.domain.judgement_table import Block, JudgementTable
from qa_app.presenters.judgements import wording

AUDITED = "Audited"


def figures_of(table: JudgementTable) -> dict[str, str]:
    """By the group's name, the period's key, the row and what of it.

    > North|2016-17-Q3|Good|value → 57% (14), > North|2016-17-Q3|Good|direction → ↑ up
    """
    return {
        f"{name}|{key}": said
        for block in table.blocks
        for name in (_plain(block.name),)
        for key, said in _figures(block, table)
    }


def _figures(block: Block, table: JudgementTable) -> Iterator[tuple[str, str]]:
    scale, counts = table.scale, Layout.PERCENT_AND_COUNT
    for facts, column in zip(table.periods, block.columns, strict=True):
        period = facts.period.key
        yield f"{period}|{AUDITED}|value", wording.audited(column)
        for position in scale.positions:
            label = _plain(scale.label(position))
            yield f"{period}|{label}|value", wording.grade(column, position, counts)
        good = _plain(scale.good_or_better_label)
        yield f"{period}|{good}|value", wording.good_or_better(column, scale, counts)
    last = table.choice.last.key
    for position, way in zip(scale.positions, block.directions, strict=True):
        yield f"{last}|{_plain(scale.label(position))}|direction", wording.direction(way)
    good = _plain(scale.good_or_better_label)
    yield f"{last}|{good}|direction", wording.direction(block.good_direction, block.good_assessment)


def _plain(name: str) -> str:
    """The names of councils' own may hold the bar that divides the parts of a key."""
    return name.replace("|", "¦")
