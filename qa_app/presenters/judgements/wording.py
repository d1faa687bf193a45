"""The sentences that a judgement table says of itself, the same on the page and in every export."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from qa_app.domain.directions import Direction
from qa_app.domain.grade_counts import GradeCounts
from qa_app.domain.judgement_choice import Grouping, JudgementChoice, Layout
from qa_app.domain.judgement_table import (
    Block,
    FormInPlay,
    JudgementTable,
    ModerationState,
    OtherScale,
    PeriodFacts,
)
from qa_app.domain.percentages import Share, display_percent, display_percent_and_count, rounded_percent
from qa_app.domain.periods import Quarter
from qa_app.domain.plurals import plural
from qa_app.domain.scales import GradingScale

BREAK, PROVISIONAL, IMPORTED, SUPPRESSED = "[b]", "[p]", "[imported]", "[c]"

FOR_THE_PUBLIC = "The public: small numbers are suppressed"

SUPPRESSION = (
    "suppressed: counts of 1 to 5, percentages that would tell them, all figures of fewer than 6 audits, and"
    " as many other figures as it takes that none of these can be worked out from the ones printed."
)


def title(choice: JudgementChoice, *, of_name: str) -> str:
    """> Overall judgement by service area, or > Audit domains"""
    if choice.by is Grouping.DOMAIN:
        return "Judgements by audit domain"
    return f"{of_name} by {choice.by.label.lower()}"


def period_span(choice: JudgementChoice) -> str:
    """> Q1 2015-16 to Q3 2016-17"""
    first, last = choice.columns[0], choice.columns[-1]
    return str(last) if first == last else f"{first} to {last}"


def heading(facts: PeriodFacts) -> tuple[str, ...]:
    """The words over a column, > Q3, 2016-17 or with the month the council prints > Q3, (Dec 16), 2016-17"""
    label = (f"({facts.label})",) if facts.label else ()
    if isinstance(facts.period, Quarter):
        return (f"Q{facts.period.number}", *label, facts.period.reporting_year)
    return (str(facts.period), *label)


def marks(facts: PeriodFacts, *, broken: bool, imported: bool) -> tuple[str, ...]:
    """What a column's figures must be read with; each mark is explained below the tables."""
    found = []
    if facts.moderation in (ModerationState.UNDER_WAY, ModerationState.NONE) and facts.awaiting:
        found.append(PROVISIONAL)
    if broken:
        found.append(BREAK)
    if imported:
        found.append(IMPORTED)
    return tuple(found)


def audited(counts: GradeCounts) -> str:
    """> 24, or > N/A where nothing was audited, or > not known where only percentages were published"""
    if counts.withheld.audited:
        return SUPPRESSED
    if counts.is_empty:
        return "N/A"
    return f"{counts.audited:,}" if counts.has_counts else "not known"


def grade(counts: GradeCounts, position: int, layout: Layout) -> str:
    """> 57% or, where counts are printed and known, > 57% (14); > N/A where nothing was audited; > [c]"""
    if counts.withheld.hides_percent(position):
        return SUPPRESSED
    if not counts.has_counts:
        return _as_published(counts.percent(position))
    return _share(counts.share_of(position), layout)


def good_or_better(counts: GradeCounts, scale: GradingScale, layout: Layout) -> str:
    """> 62%, of the grades that count as good together; printed as each of them is"""
    if counts.withheld.hides_good_percent:
        return SUPPRESSED
    if not counts.has_counts:
        return _as_published(counts.percent_up_to(scale.good_or_better))
    return _share(counts.share_up_to(scale.good_or_better), layout)


def _share(share: Share, layout: Layout) -> str:
    return display_percent_and_count(share) if layout is Layout.PERCENT_AND_COUNT else display_percent(share)


def _as_published(percent: Fraction | None) -> str:
    return "not known" if percent is None else f"{rounded_percent(percent)}%"


def direction(way: Direction, assessment: str = "") -> str:
    """> ↑ up, or > ↑ up, better, or > N/A"""
    return f"{way.symbol} {direction_word(way, assessment)}".strip()


def direction_word(way: Direction, assessment: str = "") -> str:
    """> up, or > up, better, or > N/A"""
    return f"{way.word}, {assessment}" if assessment else way.word


def evidence(block: Block, table: JudgementTable) -> tuple[str, ...]:
    """What the latest "Good or better" proves: its interval, then its changes against chance."""
    latest, now = block.columns[-1], table.periods[-1].period
    if latest.is_empty or not latest.has_counts or latest.withheld.hides_good_percent:
        return ()
    share = display_percent(latest.share_up_to(table.scale.good_or_better))
    interval = (
        f"{table.scale.good_or_better_label} in {now}: {share} of {latest.audited}"
        f" audited; the practice they sample is likely {block.good_interval} (95% interval)"
    )
    return tuple(f"{sentence}." for sentence in (interval, *block.changes))


def filters(choice: JudgementChoice, limited_to: Sequence[str] | None) -> str:
    """> Audit stream: Thematic audit; Service area: ChECS, or > None

    `limited_to` are the service areas whose audits the reader sees (None: of all): figures of some areas
    must never be taken for the whole council's.
    """
    seen = ", ".join(limited_to) or "none" if limited_to is not None and not choice.area else None
    chosen = (
        ("Audit stream", choice.stream),
        ("Audit tool", choice.tool),
        ("Service area", choice.area),
        ("Only service areas", seen),
        ("Grading scale", choice.scale),
    )
    return "; ".join(f"{name}: {value}" for name, value in chosen if value) or "None"


def moderation(table: JudgementTable) -> str:
    """> 412 of 1,050 audits in these periods were moderated. Still awaiting moderation, …"""
    if any(facts.is_suppressed for facts in table.periods):
        return _moderation_of_few(table)
    audits = sum(facts.audits for facts in table.periods)
    if not audits and any(column.is_imported for block in table.blocks for column in block.columns):
        return "Not known: these figures were published before this system was in use."
    if not audits:
        return "No audits were finished in these periods."
    moderated = sum(facts.moderated for facts in table.periods)
    awaiting = sum(facts.awaiting for facts in table.periods)
    share = display_percent(Share(awaiting, audits))
    provisional = (
        f"Still awaiting moderation, so provisional: {awaiting:,} ({share})."
        if awaiting
        else "None is provisional."
    )
    return f"{moderated:,} of {plural(audits, 'audit')} in these periods were moderated. {provisional}"


def _moderation_of_few(table: JudgementTable) -> str:
    """Without any number: those of all periods together would tell that of one."""
    if any(facts.awaiting for facts in table.periods):
        return f"{SUPPRESSED} Some audits still await moderation, so their figures are provisional."
    return f"{SUPPRESSED} None is provisional."


def forms(table: JudgementTable) -> str:
    """> Case file audit, version 2 (310 audits); Dip sample, version 1 (122 audits)"""
    return "; ".join(map(_form, table.forms)) or "None that is held here"


def _form(form: FormInPlay) -> str:
    audits = "" if form.audits is None else f" ({plural(form.audits, 'audit')})"
    return f"{form.tool}, version {form.version}{audits}"


def on_other_scale(other: OtherScale) -> str:
    """> 3 audits judged on the scale “0 to 10”, or without a number where it may not be printed"""
    audits = "audits" if other.audits is None else plural(other.audits, "audit")
    return f"{audits} judged on the scale “{other.name}”"


def facts(table: JudgementTable, limited_to: Sequence[str] | None) -> tuple[tuple[str, str], ...]:
    """What every export names of itself, besides the time it was drawn."""
    return (
        ("Periods", period_span(table.choice)),
        ("Judged", table.choice.judged.label),
        ("Filter", filters(table.choice, limited_to)),
        ("Moderation", moderation(table)),
        ("Forms", forms(table)),
        *((("For", FOR_THE_PUBLIC),) if table.is_public else ()),
    )


def notes(table: JudgementTable, *, limited_to: Sequence[str] | None) -> tuple[str, ...]:
    """What has to be known to read the tables, only where it applies."""
    return tuple(_notes(table, limited_to=limited_to))


def _notes(table: JudgementTable, *, limited_to: Sequence[str] | None) -> Iterator[str]:
    columns = [column for block in table.blocks for column in block.columns]
    yield (
        "Direction compares the latest period with the one before it, on unrounded figures. A single"
        " grade has no better or worse: whether fewer of it is good depends on where they went."
    )
    if table.is_public:
        yield f"{SUPPRESSED} {SUPPRESSION}"
    if limited_to is not None:
        yield f"These tables count only some service areas: {', '.join(limited_to) or 'none'}."
    if any(facts.awaiting for facts in table.periods):
        yield f"{PROVISIONAL} provisional: some audits of the period still await moderation."
    if any(any(block.breaks) for block in table.blocks):
        yield (
            f"{BREAK} break: what the form asks changed in this period, so it is not comparable with"
            " the periods before it."
        )
    if any(Direction.NOT_COMPARABLE is block.good_direction for block in table.blocks):
        yield (
            "Not comparable: the form changed, or one of the two periods was judged before moderation"
            " and the other after it."
        )
    if any(column.is_imported for column in columns):
        yield (
            f"{IMPORTED} these figures were published before this system was in use and brought in as"
            " printed; the audits behind them are not held here."
        )
    for other in table.other_scales:
        yield f"Not in these tables: {on_other_scale(other)}."
    if table.empty_groups:
        yield f"Nothing was audited in these periods for: {', '.join(table.empty_groups)}."
