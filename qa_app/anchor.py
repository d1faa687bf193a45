"""The anchor of the trail: seals written down outside the database, so that its end cannot be cut off unseen.

A line an anchor: when, the last place in the chain, and the seal there. A file that only ever grows; copied
to where the server cannot write, it tells of what was done with all the rights that the server has.
"""

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from qa_app.config import Settings
from qa_app.database import only_reading
from qa_app.domain.errors import DomainError
from qa_app.domain.tables import shown_time
from qa_app.models import TrailSeal
from qa_app.queries.trail_chain import chain_end

log = logging.getLogger("qa_app.security")


class AnchorProblem(DomainError):
    """Nothing was anchored; the sentence says why."""


@dataclass(frozen=True)
class Anchor:
    """At this instant the chain ended at this position, with this seal."""

    at: datetime
    position: int
    seal: str

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).isoformat(timespec='seconds')} {self.position} {self.seal}"


def read_anchors(path: Path) -> Sequence[Anchor]:
    """The oldest first; none where there is no file yet.

    What a power cut left of a last line counts for nothing. Raises AnchorProblem for any other line that is
    no anchor, and OSError for a file that cannot be read.
    """
    try:
        lines = path.read_bytes().decode("utf-8", "replace").split("\n")
    except FileNotFoundError:
        return []
    return [_anchor(line, number=number, path=path) for number, line in enumerate(lines[:-1], start=1)]


def seals_by_position(anchors: Sequence[Anchor]) -> dict[int, str]:
    """Raises AnchorProblem where two of them contradict each other."""
    seals: dict[int, str] = {}
    for anchor in anchors:
        if seals.setdefault(anchor.position, anchor.seal) != anchor.seal:
            raise AnchorProblem(
                f"The anchors say two things of position {anchor.position:,}: one of the files was changed,"
                " or is of another trail."
            )
    return seals


def anchor_trail(session: Session, path: Path, *, at: datetime) -> Anchor | None:
    """Writes down where the chain ends, unless that is written there last; None for an empty trail.

    Raises AnchorProblem where the chain is not what the last anchor says it was, and OSError for a file
    that cannot be written.
    """
    anchors = read_anchors(path)
    last = max(anchors, key=lambda anchor: anchor.position, default=None)
    position, seal = chain_end(session)
    if last is not None:
        _check_grown(session, last, end=position)
        if last.position == position:
            return last
    if not position:
        return None
    anchor = Anchor(at.replace(microsecond=0), position, seal)
    _add(path, anchor)
    return anchor


def keep_anchored(engine: Engine, settings: Settings) -> None:
    """The job of the server. Raises AnchorProblem, and logs it for whoever watches over the service."""
    if not settings.trail_anchor:
        return
    with only_reading(), Session(engine) as session:
        try:
            anchor_trail(session, Path(settings.trail_anchor), at=datetime.now(UTC))
        except AnchorProblem as problem:
            log.error("trail not anchored: %s", problem)
            raise


def _check_grown(session: Session, last: Anchor, *, end: int) -> None:
    when = shown_time(last.at)
    if end < last.position:
        raise AnchorProblem(
            f"The trail ends at position {end:,}, and on {when} it went on to position {last.position:,}:"
            " entries are missing. Find out why before anything else; only if an older backup was restored on"
            " purpose, put the anchor file aside, and a new one is begun."
        )
    if session.scalar(select(TrailSeal.seal).where(TrailSeal.position == last.position)) != last.seal:
        raise AnchorProblem(
            f"Position {last.position:,} of the trail had another seal on {when}: this is another trail, or"
            " it was written anew. Find out why before anything else."
        )


def _anchor(line: str, *, number: int, path: Path) -> Anchor:
    try:
        at, position, seal = line.rstrip("\r").split(" ")
        anchor = Anchor(datetime.fromisoformat(at), int(position), seal)
    except ValueError as error:
        raise AnchorProblem(f"Line {number} of {path} is no anchor: somebody changed the file.") from error
    if anchor.at.tzinfo is None:
        raise AnchorProblem(f"Line {number} of {path} is no anchor: somebody changed the file.")
    return anchor


def _add(path: Path, anchor: Anchor) -> None:
    """On the disk, with its name, before this ends."""
    is_new = not path.exists()
    with path.open("ab") as file:
        content = path.read_bytes()
        # What a power cut left of a line.
        file.truncate(content.rfind(b"\n") + 1)
        file.write(f"{anchor}\n".encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new and os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
