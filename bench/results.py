"""What a benchmark found, in one line each."""

from dataclasses import dataclass

from bench.measuring import Comparison, Side


@dataclass(frozen=True)
class Result:
    """One measurement held against its bound; `holds` is None where there is no bound."""

    what: str
    figures: str
    bound: str = ""
    holds: bool | None = None

    def __str__(self) -> str:
        """> XLSX of 100,000 rows: 1.10 × (1.05 to 1.16), 4.1 s to 3.7 s, 46 MB; at most 1.2 ×: holds"""
        verdict = {True: "holds", False: "DOES NOT HOLD", None: ""}[self.holds]
        return f"{self.what}: {self.figures}" + (f"; {self.bound}: {verdict}" if self.bound else "")


def ratio(what: str, found: Comparison, *, at_most: float | None = None) -> Result:
    """Times the bare way, as the median of the rounds with the lowest and highest."""
    figures = (
        f"{found.ratio:.2f} × ({min(found.ratios):.2f} to {max(found.ratios):.2f}),"
        f" {duration(found.ours.median)} to {duration(found.bare.median)}"
    )
    if at_most is None:
        return Result(what, figures)
    return Result(what, figures, f"at most {at_most:g} ×", found.ratio <= at_most)


def seconds(what: str, side: Side, *, at_most_ms: float | None = None) -> Result:
    figures = f"{duration(side.median)} ({duration(min(side.seconds))} to {duration(max(side.seconds))})"
    if at_most_ms is None:
        return Result(what, figures)
    return Result(what, figures, f"at most {at_most_ms:g} ms", side.median * 1000 <= at_most_ms)


def memory(
    what: str, peak_mb: float | None, *, at_most_mb: float | None = None, beside: float | None = None
) -> Result:
    if peak_mb is None:
        return Result(what, "not known here")
    figures = f"{peak_mb:.0f} MB" + (f" (bare {beside:.0f} MB)" if beside is not None else "")
    if at_most_mb is None:
        return Result(what, figures)
    return Result(what, figures, f"at most {at_most_mb:g} MB", peak_mb <= at_most_mb)


def duration(seconds: float) -> str:
    """> 1.24 s, or > 8.31 ms, or > 410 µs"""
    if seconds >= 1:
        return f"{seconds:.2f} s"
    if seconds >= 0.001:
        return f"{seconds * 1e3:.2f} ms"
    return f"{seconds * 1e6:.0f} µs"
