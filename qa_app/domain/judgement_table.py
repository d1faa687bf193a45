"""The judgement tables: counts of grades by group and period, with shares, directions and what they prove."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from qa_app.domain.chance import change_in_words
from qa_app.domain.directions import Direction, Polarity, assessment, direction
from qa_app.domain.grade_counts import GradeCounts, Group
from qa_app.domain.intervals import interval_words
from qa_app.domain.judgement_choice import JudgementChoice
from qa_app.domain.periods import Period
from qa_app.domain.scales import GradingScale


class ModerationState(Enum):
    """Where a period's moderation stands, over all its audits."""

    NONE = "not moderated"
    UNDER_WAY = "moderation under way"
    DONE = "moderated"
    NOTHING_AUDITED = "nothing audited"


@dataclass(frozen=True)
class PeriodFacts:
    """What is true of a whole column: its audits, how many were moderated and how many still may be."""

    period: Period
    label: str = ""
    audits: int = 0
    moderated: int = 0
    awaiting: int = 0
    broken_codes: frozenset[str] = frozenset()
    """Codes of questions whose meaning changed in this period."""
    is_suppressed: bool = False
    """How many were audited and moderated may not be printed."""

    @property
    def moderation(self) -> ModerationState:
        if not self.audits:
            return ModerationState.NOTHING_AUDITED
        if not self.moderated:
            return ModerationState.NONE
        return ModerationState.UNDER_WAY if self.awaiting else ModerationState.DONE


def comparable(latest: PeriodFacts, previous: PeriodFacts) -> bool:
    """Whether moderation allows comparing two periods.

    One that no moderator has looked at against one that they have is not: moderation itself moves
    the grades. Two that have been, wholly or in part, are; what is still provisional is marked.
    """
    states = {latest.moderation, previous.moderation} - {ModerationState.NOTHING_AUDITED}
    return len(states) < 2 or ModerationState.NONE not in states


@dataclass(frozen=True)
class Block:
    """One group's table. `columns` are as the choice's periods, oldest first."""

    name: str
    code: str
    """What follows the block to its audits: a row's number, or a code."""
    columns: tuple[GradeCounts, ...]
    directions: tuple[Direction, ...]
    """One for every grade."""
    good_direction: Direction
    good_assessment: str
    good_interval: str
    """The 95% interval of the latest period's "Good or better": > 36% to 76%"""
    changes: tuple[str, ...]
    """In words, whether "Good or better" changed by more than chance would give."""
    breaks: tuple[bool, ...] = ()
    """For every column, whether the definition changed in it."""
    is_total: bool = False

    @property
    def is_empty(self) -> bool:
        return all(column.is_empty for column in self.columns)


@dataclass(frozen=True)
class JudgementTable:
    """All blocks of one choice, the total first."""

    choice: JudgementChoice
    scale: GradingScale
    periods: tuple[PeriodFacts, ...]
    blocks: tuple[Block, ...]
    empty_groups: tuple[str, ...]
    """Groups in which nothing was audited in any of the periods."""
    forms: tuple["FormInPlay", ...] = ()
    other_scales: tuple["OtherScale", ...] = ()
    is_public: bool = False
    """Small numbers are suppressed."""


@dataclass(frozen=True)
class FormInPlay:
    """A version of an audit tool that audits of these periods stand on."""

    tool: str
    version: int
    audits: int | None
    """None where the number may not be printed."""


@dataclass(frozen=True)
class OtherScale:
    """Audits of these periods that are judged on another scale, and so are not in this table."""

    code: str
    name: str
    audits: int | None
    """None where the number may not be printed."""


def build_table(
    choice: JudgementChoice,
    *,
    scale: GradingScale,
    facts: Mapping[Period, PeriodFacts],
    groups: Sequence[Group],
    total: Group | None,
    forms: Iterable[FormInPlay] = (),
    other_scales: Iterable[OtherScale] = (),
) -> JudgementTable:
    """Every group as a block, the total first; groups without any audit are only named.

    `facts` are of consecutive periods, back to the first column or to the same period last year.
    """
    blocks = [_block(choice, group, scale, facts) for group in groups]
    first = [_block(choice, total, scale, facts, is_total=True)] if total else []
    return JudgementTable(
        choice=choice,
        scale=scale,
        periods=tuple(facts[period] for period in choice.columns),
        blocks=(*first, *(block for block in blocks if not block.is_empty)),
        empty_groups=tuple(block.name for block in blocks if block.is_empty),
        forms=tuple(forms),
        other_scales=tuple(other_scales),
    )


def _block(
    choice: JudgementChoice,
    group: Group,
    scale: GradingScale,
    facts: Mapping[Period, PeriodFacts],
    *,
    is_total: bool = False,
) -> Block:
    nothing = GradeCounts((0,) * len(scale.labels))
    columns = tuple(group.columns.get(period, nothing) for period in choice.columns)
    breaks = tuple(bool(facts[period].broken_codes & group.asks) for period in choice.columns)
    latest, now = columns[-1], facts[choice.last]
    before = choice.last.previous()
    previous = group.columns.get(before, nothing)
    blocked = breaks[-1] or (before in facts and not comparable(now, facts[before]))
    good = scale.good_or_better
    good_direction = _direction(latest.percent_up_to(good), previous.percent_up_to(good), blocked)
    return Block(
        name=group.name,
        code=group.code,
        columns=columns,
        directions=tuple(
            _direction(latest.percent(position), previous.percent(position), blocked)
            for position in scale.positions
        ),
        good_direction=good_direction,
        good_assessment=assessment(good_direction, Polarity.HIGHER_IS_BETTER),
        good_interval=interval_words(sum(latest.counts[:good]), latest.audited),
        changes=tuple(
            _change(
                scale, latest, group.columns.get(then, nothing), now, facts[then], _broken(group, facts, then)
            )
            for then in (before, choice.last.same_last_year())
            if latest.audited
        ),
        breaks=breaks,
        is_total=is_total,
    )


def _broken(group: Group, facts: Mapping[Period, PeriodFacts], since: Period) -> bool:
    """Whether what the group draws on changed its meaning after this period."""
    return any(
        fact.broken_codes & group.asks for period, fact in facts.items() if period.ordinal > since.ordinal
    )


def _direction(latest: Fraction | None, previous: Fraction | None, blocked: bool) -> Direction:
    way = direction(latest, previous)
    return Direction.NOT_COMPARABLE if blocked and way is not Direction.NOT_AVAILABLE else way


def _change(
    scale: GradingScale,
    latest: GradeCounts,
    then: GradeCounts,
    now: PeriodFacts,
    before: PeriodFacts,
    broken: bool,
) -> str:
    """What became of "Good or better" since an earlier period, and whether chance could do it."""
    label = scale.good_or_better_label
    if broken:
        return f"{label}: the form changed since {before.period}, so the two are not comparable"
    if not comparable(now, before):
        return (
            f"{label}: one of {now.period} and {before.period} was judged before moderation and the"
            " other after it, so the two are not comparable"
        )
    if not then.has_counts:
        return f"{label}: only percentages were published for {before.period}, so chance cannot be judged"
    good = scale.good_or_better
    return change_in_words(
        latest.share_up_to(good), then.share_up_to(good), label=label, since=str(before.period)
    )


def breaks_in(definitions: Mapping[int, Mapping[str, Set[str]]]) -> frozenset[int]:
    """Where a series breaks: the periods in which a tool's question first appears with another meaning.

    `definitions` gives, by the period's ordinal, the definitions of one question in use by tool. A
    tool that starts or stops is no break: its question never meant anything else.
    """
    known: dict[str, set[str]] = {}
    found = set()
    for ordinal in sorted(definitions):
        for tool, meanings in definitions[ordinal].items():
            if tool in known and not meanings <= known[tool]:
                found.add(ordinal)
            known.setdefault(tool, set()).update(meanings)
    return frozenset(found)
