"""What was restored, held to what the backup says of itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from qa_app.backup.contents import Contents
from qa_app.backup.manifest import Manifest


@dataclass(frozen=True)
class Check:
    """One thing that was looked at; `fault` is empty where all is well."""

    name: str
    found: str
    fault: str = ""

    @property
    def is_sound(self) -> bool:
        return not self.fault

    def __str__(self) -> str:
        """> Rows: 1,234 in 45 tables, or > Rows: WRONG, audit has 3 and had 5"""
        return f"{self.name}: WRONG, {self.fault}" if self.fault else f"{self.name}: {self.found}"


def compare(contents: Contents, manifest: Manifest) -> Iterator[Check]:
    yield Check("Schema", manifest.schema, _same(contents.schema, manifest.schema))
    yield Check("Rows", rows_in_words(manifest), _rows(contents, manifest))
    yield Check("Integrity", "nothing is damaged", contents.integrity)
    yield Check("Trail", trail_in_words(manifest), contents.trail or _head(contents, manifest))


def rows_in_words(manifest: Manifest) -> str:
    """> 1,234 in 45 tables"""
    return f"{sum(manifest.rows.values()):,} in {len(manifest.rows)} tables"


def trail_in_words(manifest: Manifest) -> str:
    """> 1,234 entries, each as it was sealed"""
    if manifest.trail_position == 0:
        return "no entries"
    entries = "1 entry" if manifest.trail_position == 1 else f"{manifest.trail_position:,} entries"
    return f"{entries}, each as it was sealed"


def _same(found: str | None, expected: str) -> str:
    return "" if found == expected else f"it is {found or 'none'} and was {expected}"


def _rows(contents: Contents, manifest: Manifest) -> str:
    tables = sorted({*contents.rows, *manifest.rows})
    return ", ".join(
        f"{table} has {contents.rows.get(table, 'gone')} and had {manifest.rows.get(table, 'none')}"
        for table in tables
        if contents.rows.get(table) != manifest.rows.get(table)
    )


def _head(contents: Contents, manifest: Manifest) -> str:
    if (contents.trail_position, contents.trail_seal) == (manifest.trail_position, manifest.trail_seal):
        return ""
    return f"it ends at position {contents.trail_position:,} and ended at {manifest.trail_position:,}"
