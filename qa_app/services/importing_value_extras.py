"""What a wide file says of its measures besides their values: thresholds, comparators, status, commentary."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy.orm import Session

from qa_app.domain.bands import FIELDS, parse_bands
from qa_app.domain.decimals import plain_number, typed_number
from qa_app.domain.errors import InvalidInput
from qa_app.domain.measure_values import says_not_known, says_nothing_to_count
from qa_app.domain.measures import ComparatorKind
from qa_app.domain.periods import ReportingPeriod, Year, year_of
from qa_app.importers.value_file import FileMeasure, ValuesFile
from qa_app.queries.import_values import LoadedExtras, loaded_extras
from qa_app.services.importing_value_measures import MatchedMeasures

YEARS_OFFERED = 10
STATUSES = ("1", "2", "3")


@dataclass(frozen=True)
class PlannedBands:
    """Thresholds of the measure with this key in the file, from a period on; None: from the beginning."""

    key: str
    printed: tuple[str, str, str]
    since: ReportingPeriod | None


@dataclass(frozen=True)
class PlannedComparator:
    key: str
    kind: ComparatorKind
    value: str


@dataclass(frozen=True)
class PlannedComment:
    """What is said of the latest period of the file; "" and None leave what is said there already."""

    key: str
    text: str
    status: int | None


@dataclass
class Extras:
    """What there is besides values, and what of it would be written."""

    offered: Sequence[str] = ()
    """> ["thresholds", "commentary"]: what the file holds, whether or not anybody wants it."""
    period: ReportingPeriod | None = None
    """The latest of the file, which status and commentary are about."""
    year: Year | None = None
    """The year of the comparators."""
    bands: list[PlannedBands] = field(default_factory=list)
    comparators: list[PlannedComparator] = field(default_factory=list)
    comments: list[PlannedComment] = field(default_factory=list)
    differs: bool = False

    @property
    def counted(self) -> dict[str, int]:
        return {
            "thresholds": len(self.bands),
            "comparators": len(self.comparators),
            "comments": len(self.comments),
        }

    @property
    def years_offered(self) -> Sequence[int]:
        """The years that the comparators may be of, the chosen one first; none where there are none."""
        if self.period is None or self.year is None or not set(self.offered) & set(ComparatorKind):
            return ()
        newest = year_of(self.period).starting_year
        others = range(newest, newest - YEARS_OFFERED, -1)
        return [self.year.starting_year, *(year for year in others if year != self.year.starting_year)]


def plan_extras(
    session: Session,
    file: ValuesFile,
    matched: MatchedMeasures,
    *,
    wanted: bool,
    replace: bool,
    comparator_year: int | None,
) -> Extras:
    """Changes nothing but the problems of the file. What is there already, exactly so, is left out."""
    if not file.is_wide:
        return Extras()
    latest = max((cell.periods[0] for cell in file.cells), key=lambda period: period.last_month, default=None)
    extras = Extras(tuple(_offered(file)), latest)
    if latest is None:
        return extras
    extras.year = Year(comparator_year) if comparator_year else year_of(latest).previous()
    if wanted:
        loaded = loaded_extras(session, [known.id for known in matched.known.values()], latest)
        planner = _Planner(extras, file, matched, loaded, latest, extras.year, replace=replace)
        for key, measure in file.measures.items():
            if matched.counted(key) is not None:
                planner.plan(key, measure)
    return extras


def _offered(file: ValuesFile) -> Iterator[str]:
    measures = file.measures.values()
    if any(measure.has_bands for measure in measures):
        yield "thresholds"
    yield from (kind for kind in ComparatorKind if any(kind in measure.comparators for measure in measures))
    if any(measure.status for measure in measures):
        yield "status"
    if any(measure.comment for measure in measures):
        yield "commentary"


class _Planner:
    """Decides about one measure after the other."""

    def __init__(
        self,
        extras: Extras,
        file: ValuesFile,
        matched: MatchedMeasures,
        loaded: LoadedExtras,
        latest: ReportingPeriod,
        year: Year,
        *,
        replace: bool,
    ) -> None:
        self.extras, self.file, self.matched, self.loaded = extras, file, matched, loaded
        self.latest, self.year, self.replace = latest, year, replace

    def plan(self, key: str, measure: FileMeasure) -> None:
        known = self.matched.known.get(key)
        measure_id = known.id if known else None
        self._plan_bands(key, measure, measure_id)
        self._plan_comparators(key, measure, measure_id)
        self._plan_comment(key, measure, measure_id)

    def _plan_bands(self, key: str, measure: FileMeasure, measure_id: int | None) -> None:
        if not measure.has_bands:
            return
        try:
            bands = parse_bands(*measure.bands)
        except InvalidInput as error:
            printed = dict(zip(reversed(FIELDS), measure.bands, strict=True))
            for problem in error.problems:
                self._problem(measure, problem.field, printed[problem.field], problem.message)
            return
        known = self.matched.known.get(key)
        if known and bands and bands.polarity is not known.polarity:
            sentence = f"In this order the bands say that {bands.polarity.value}, and the measure is set to"
            sentence = f"{sentence} {known.polarity.value}: correct one of them"
            self._problem(measure, "outstanding", measure.bands[2], sentence)
            return
        all_held = self.loaded.bands.get(measure_id, []) if measure_id else []
        held = next((printed for since, printed in all_held if since <= self.latest.first_month), None)
        if held is None:
            self.extras.bands.append(PlannedBands(key, measure.bands, None))
        elif held != measure.bands and self._may_replace(
            measure, "requires_improvement", measure.bands[0], ", ".join(filter(None, held)) or "none"
        ):
            self.extras.bands.append(PlannedBands(key, measure.bands, self.latest))

    def _plan_comparators(self, key: str, measure: FileMeasure, measure_id: int | None) -> None:
        for kind, text in measure.comparators.items():
            number = self._number(measure, kind, text)
            if number is None:
                continue
            there = self.loaded.comparators.get((measure_id or 0, kind, self.year.starting_year))
            if there is None or (
                Decimal(there) != number and self._may_replace(measure, kind.value, text, there)
            ):
                self.extras.comparators.append(PlannedComparator(key, kind, plain_number(number)))

    def _number(self, measure: FileMeasure, kind: ComparatorKind, text: str) -> Decimal | None:
        if says_not_known(text) or says_nothing_to_count(text):
            return None
        try:
            return typed_number(text, field=kind.value, name="what they reached")
        except InvalidInput as error:
            self._problem(measure, kind.value, text, str(error))
            return None

    def _plan_comment(self, key: str, measure: FileMeasure, measure_id: int | None) -> None:
        status = "" if says_not_known(measure.status) else measure.status
        if status and status not in STATUSES:
            self._problem(measure, "status", status, "Write 1, 2 or 3, or leave it blank")
            return
        there = self.loaded.comments.get(measure_id) if measure_id else None
        said, set_to = (there.text, there.status) if there else ("", None)
        text = measure.comment.strip()
        new_text = "" if text == said else text
        new_status = None if status in ("", str(set_to)) else int(status)
        if new_text and said and not self._may_replace(measure, "comment", text, "another comment"):
            return
        if new_status and set_to and not self._may_replace(measure, "status", status, str(set_to)):
            return
        if new_text or new_status:
            self.extras.comments.append(PlannedComment(key, new_text, new_status))

    def _may_replace(self, measure: FileMeasure, name: str, value: str, there: str) -> bool:
        if self.replace:
            return True
        self.extras.differs = True
        sentence = f"There is {there} here already: correct it, or choose to replace what is here"
        self._problem(measure, name, value, sentence)
        return False

    def _problem(self, measure: FileMeasure, name: str, value: str, sentence: str) -> None:
        self.file.problems.add(measure.row, self.file.headings.get(name, name), value, sentence)
