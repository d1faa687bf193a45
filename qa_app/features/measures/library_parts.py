"""Which service areas and streams of the council stand for those that a library names."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.measure_libraries import Library, LibraryMeasure, PartHere, areas_named, streams_named
from qa_app.domain.part_names import same_name
from qa_app.queries.structure import PartRow
from qa_app.web.selects import Select


@dataclass(frozen=True)
class NamedPart:
    """A service area or stream that lines of a library are about, and the field that asks for it."""

    field: str
    kind: str
    name: str
    lines: Sequence[str]
    here: Sequence[PartRow]

    @property
    def same(self) -> PartRow | None:
        """The one of that name here."""
        return next((row for row in self.here if same_name(row.name, self.name)), None)

    def sent(self, form: Mapping[str, str]) -> PartHere | int | None:
        """What was chosen; None where nothing was that there is."""
        text = form.get(self.field, "")
        if text in set(PartHere):
            return PartHere(text)
        return next((row.id for row in self.here if str(row.id) == text), None)


def parts_named(
    library: Library,
    lines: Sequence[LibraryMeasure],
    *,
    areas: Sequence[PartRow],
    streams: Sequence[PartRow],
) -> list[NamedPart]:
    """Of these lines, in the order of the library; a part keeps its field whichever lines are left."""
    return [
        *_parts("area", "service area", areas_named(library.measures), areas_named(lines), areas),
        *_parts("stream", "audit stream", streams_named(library.measures), streams_named(lines), streams),
    ]


def chosen_parts(
    named: Sequence[NamedPart], form: Mapping[str, str], *, numbers: Collection[str] | None
) -> tuple[dict[str, PartHere | int], dict[str, PartHere | int]]:
    """The areas and the streams that were chosen, by the name in the library.

    Raises InvalidInput about the field of each part that one of the lines `numbers` needs (None: any line)
    and for which nothing was chosen.
    """
    found: dict[str, dict[str, PartHere | int]] = {"service area": {}, "audit stream": {}}
    problems = []
    for part in named:
        sent = part.sent(form)
        if sent is not None:
            found[part.kind][part.name] = sent
        elif numbers is None or not set(part.lines).isdisjoint(numbers):
            problems.append(
                Problem(
                    part.field, f"Choose what stands here for the {part.kind} “{part.name}”, or all of them"
                )
            )
    if problems:
        raise InvalidInput(problems)
    return found["service area"], found["audit stream"]


def part_select(part: NamedPart, form: Mapping[str, str], errors: Mapping[str, str]) -> Select:
    """Offers the one of the same name first, where there is one."""
    chosen = form.get(part.field, str(part.same.id) if part.same else "")
    added = () if part.same else ((PartHere.ADDED.value, f"Add “{part.name}” as {_a(part.kind)}"),)
    return Select(
        name=part.field,
        label=f"For “{part.name}” (lines {', '.join(part.lines)})",
        options=(
            ("", "Choose"),
            *((str(row.id), row.name) for row in part.here),
            *added,
            (PartHere.EVERY.value, f"All {part.kind}s"),
        ),
        chosen=chosen,
        error=errors.get(part.field, ""),
    )


def _parts(
    field: str,
    kind: str,
    everywhere: Mapping[str, list[str]],
    wanted: Mapping[str, list[str]],
    rows: Sequence[PartRow],
) -> Iterator[NamedPart]:
    in_use = [row for row in rows if row.active]
    for place, name in enumerate(everywhere, start=1):
        if name in wanted:
            yield NamedPart(f"{field}-{place}", kind, name, wanted[name], in_use)


def _a(kind: str) -> str:
    """> an audit stream"""
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
