"""Counted things in words."""


def plural(count: int, one: str, many: str | None = None) -> str:
    """> 1 audit or > 1,204 audits"""
    return f"{count:,} {one if count == 1 else many or one + 's'}"
