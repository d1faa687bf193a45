"""How much data the benchmarks run on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """So many audits with ten judgements each over eight years, in so many service areas."""

    name: str
    audits: int
    areas: int


COUNCIL = Scale("council", audits=5_000, areas=12)
REGION = Scale("region", audits=150_000, areas=168)

SCALES = {scale.name: scale for scale in (COUNCIL, REGION)}
