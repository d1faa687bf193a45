"""The measures that a file of values names: those of the catalogue, and those that it does not have yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy.orm import Session

from qa_app.domain.bands import Bands, parse_bands
from qa_app.domain.errors import InvalidInput
from qa_app.domain.measure_details import MeasureDetails, is_code
from qa_app.domain.measure_guesses import guess_in_words, guessed_details
from qa_app.domain.measures import Frequency, MeasureKind
from qa_app.domain.period_kinds import frequency_of
from qa_app.domain.value_checking import Counted
from qa_app.importers.value_file import FileMeasure, ValuesFile
from qa_app.models import Person
from qa_app.queries.import_audits import plain_name
from qa_app.queries.import_values import KnownMeasure, known_measures
from qa_app.services.measures import add_measure

MOST_SUGGESTIONS = 50
"""Looking for what was meant takes a while; a file of many unknown measures is another catalogue's."""


@dataclass
class MatchedMeasures:
    """By the keys of the file: measures of the catalogue, and guesses at those that are not in it."""

    known: dict[str, KnownMeasure] = field(default_factory=dict)
    new: dict[str, MeasureDetails] = field(default_factory=dict)
    new_names: dict[str, str] = field(default_factory=dict)
    """The keys of the new ones, by their names."""
    missing: bool = False
    """Whether problems would go away by adding measures."""

    def counted(self, key: str) -> Counted | None:
        """None for a measure that cannot take the values of the file."""
        if (known := self.known.get(key)) is not None:
            return Counted(known.unit, known.frequency, known.measure_period)
        if (new := self.new.get(key)) is not None:
            return Counted(new.unit, new.frequency, new.measure_period)
        return None

    def decimals(self, key: str) -> int:
        return self.known[key].decimals if key in self.known else self.new[key].decimals

    @property
    def in_words(self) -> list[str]:
        """> Re-referrals (percent, every month, neutral)"""
        return [f"{details.name} ({guess_in_words(details)})" for details in self.new.values()]


def match_measures(session: Session, file: ValuesFile, *, add_missing: bool) -> MatchedMeasures:
    """Finds by code or by name, whatever its case and spacing; adds to the problems of the file."""
    catalogue = known_measures(session)
    by_code = {known.code.casefold(): known for known in catalogue}
    by_name = {plain_name(known.name): known for known in catalogue}
    matched = MatchedMeasures()
    for key, measure in file.measures.items():
        known = by_code.get(key) or by_name.get(plain_name(key)) or by_name.get(plain_name(measure.name))
        if known is not None and known.kind is MeasureKind.AUDIT:
            sentence = "This is computed from audits, so no values of it are brought in: remove them"
            file.problems.add(measure.row, measure.column, measure.name, sentence)
        elif known is not None:
            matched.known[key] = known
        else:
            _guess(matched, key, measure, file)
    if matched.new and not add_missing:
        matched.missing = True
        _name_missing(matched, file, by_name)
    return matched


def add_measures(
    session: Session, matched: MatchedMeasures, *, by: Person | None, at: datetime
) -> dict[str, int]:
    """Adds the new ones. The row numbers of all, by the keys of the file."""
    ids = {key: known.id for key, known in matched.known.items()}
    for key, details in matched.new.items():
        ids[key] = add_measure(session, details, by=by, at=at).id
    return ids


def _guess(matched: MatchedMeasures, key: str, measure: FileMeasure, file: ValuesFile) -> None:
    frequency = _frequency(measure)
    if frequency is None:
        sentence = "Its values are about periods of different kinds: bring them in as one file for each kind"
        file.problems.add(measure.row, measure.column, measure.name, sentence)
        return
    same = matched.new_names.setdefault(plain_name(measure.name), key)
    if same != key:
        sentence = f"Row {file.measures[same].row} gives this measure another code: keep one of them"
        file.problems.add(measure.row, measure.column, measure.name, sentence)
        return
    details = guessed_details(
        measure.name,
        outcome=measure.theme,
        frequency=frequency,
        printed=measure.printed,
        bands=readable_bands(measure),
        is_counted=measure.is_counted,
    )
    code = measure.code.casefold()
    matched.new[key] = replace(details, code=code) if is_code(code) else details


def readable_bands(measure: FileMeasure) -> Bands | None:
    """None where there are none, or none that can be understood."""
    try:
        return parse_bands(*measure.bands)
    except InvalidInput:
        return None


def _frequency(measure: FileMeasure) -> Frequency | None:
    """The one that each of its periods can be of."""
    for frequency in Frequency:
        if all(any(frequency_of(period) is frequency for period in meant) for meant in measure.periods):
            return frequency
    return None


def _name_missing(matched: MatchedMeasures, file: ValuesFile, by_name: Mapping[str, KnownMeasure]) -> None:
    """A problem for each measure that nobody agreed to add."""
    for count, key in enumerate(matched.new):
        measure = file.measures[key]
        close = get_close_matches(plain_name(measure.name), by_name, n=1, cutoff=0.8)
        meant = f" Did you mean “{by_name[close[0]].name}”?" if count < MOST_SUGGESTIONS and close else ""
        sentence = f"There is no such measure: correct it, or choose to add what is missing.{meant}"
        file.problems.add(measure.row, measure.column, measure.name, sentence)
