"""What somebody may do to the trail who can write to the database and has not got the key; and with it.

Each changes the trail at a place of its choice, and gives the fault that a check has to name.
"""

import secrets
from collections.abc import Callable
from random import Random

from sqlalchemy import Connection, Engine, delete, insert, null, update
from sqlalchemy.orm import Session

from qa_app.domain.sealing import FIRST, Details, digest_of, seal_of
from qa_app.domain.trail_checking import Fault, Wrong
from qa_app.models import TrailEntry, TrailSeal
from qa_app.queries.trail_chain import chain_links
from qa_app.queries.trail_check import check_trail
from tests.conftest import unguarded
from tests.trails import AT, KEY, all_seals, is_emptied, teller_of

Tampering = Callable[[Connection, Random, int], Fault]


def change_what_was_done(connection: Connection, random: Random, length: int) -> Fault:
    victim = random.choice(_victims(length))
    change = random.choice(
        [
            {"action": "looked away"},
            {"subject": "another"},
            {"subject_id": TrailEntry.subject_id + 1},
            {"subject_id": null()},
            {"happened_at": AT},
            {"is_look": ~TrailEntry.is_look},
        ]
    )
    _change(connection, victim, change)
    return Fault(Wrong.CHANGED, victim, victim)


def change_what_is_said(connection: Connection, random: Random, length: int) -> Fault:
    victim = random.choice(_victims(length)[:-1])
    change = random.choice(
        [
            {"before": {"status": "final"}},
            {"after": {"status": "final"}},
            {"address": "192.0.2.1"},
            {"address": "192.0.2.1", "before": null(), "after": null()},
        ]
    )
    _change(connection, victim, change)
    return Fault(Wrong.CHANGED, victim, victim)


def change_the_salt(connection: Connection, random: Random, length: int) -> Fault:
    victim = random.choice(_victims(length, with_details=True))
    _change(connection, victim, {"salt": secrets.token_hex(16)})
    return Fault(Wrong.CHANGED, victim, victim)


def exchange_what_two_say(connection: Connection, random: Random, length: int) -> Fault:
    first, second = sorted(random.sample(_victims(length), 2))
    for old, new in ((first, 0), (second, first), (0, second)):
        connection.execute(update(TrailEntry).where(TrailEntry.id == old).values(id=new))
    return Fault(Wrong.CHANGED, first, first)


def empty_without_saying_so(connection: Connection, random: Random, length: int) -> Fault:
    """The one change of an entry that the database itself lets through."""
    victim = random.choice(_victims(length, with_details=True))
    _change(connection, victim, {"before": null(), "after": null(), "address": None, "salt": None})
    return Fault(Wrong.ERASED, victim, victim)


def take_away_an_entry(connection: Connection, random: Random, length: int) -> Fault:
    victim = random.choice(_victims(length)[:-1])
    connection.execute(delete(TrailEntry).where(TrailEntry.id == victim))
    return Fault(Wrong.MISSING, victim, victim)


def take_away_an_entry_with_its_seal(connection: Connection, random: Random, length: int) -> Fault:
    victim = random.choice(_victims(length)[:-1])
    _remove(connection, victim, victim)
    return Fault(Wrong.MISSING, victim)


def close_the_gap(connection: Connection, random: Random, length: int) -> Fault:
    """An entry is taken away with its seal, and all that follow move up by one."""
    victim = random.choice(_victims(length)[:-2])
    _remove(connection, victim, victim)
    for step in (length, -length - 1):  # not onto each other
        moved = TrailSeal.position + step
        connection.execute(update(TrailSeal).where(TrailSeal.position > victim).values(position=moved))
    return Fault(Wrong.CHANGED, victim, victim + 1)


def take_away_a_seal(connection: Connection, random: Random, length: int) -> Fault:
    victim = random.choice(_victims(length))
    connection.execute(delete(TrailSeal).where(TrailSeal.position == victim))
    return Fault(Wrong.NO_SEAL, victim, victim)


def cut_off_the_end(connection: Connection, random: Random, length: int) -> Fault:
    first = random.randint(teller_of(length) + 1, length)
    _remove(connection, first, length)
    return Fault(Wrong.CUT_OFF, first)


def change_a_seal(connection: Connection, random: Random, length: int) -> Fault:
    victim = random.choice(_victims(length))
    _change_seal(connection, victim, {"seal": secrets.token_hex(32)})
    return Fault(Wrong.WRONG_SEAL, victim, victim)


def change_a_digest(connection: Connection, random: Random, length: int) -> Fault:
    victim = random.choice(_victims(length, with_details=True))
    _change_seal(connection, victim, {"details_digest": secrets.token_hex(32)})
    return Fault(Wrong.WRONG_SEAL, victim, victim)


def exchange_two_places(connection: Connection, random: Random, length: int) -> Fault:
    first, second = sorted(random.sample(_victims(length), 2))
    for old, new in ((first, 0), (second, first), (0, second)):
        connection.execute(update(TrailSeal).where(TrailSeal.position == old).values(position=new))
    return Fault(Wrong.OUT_OF_ORDER, first, second)


def exchange_two_entries(connection: Connection, random: Random, length: int) -> Fault:
    first, second = sorted(random.sample(_victims(length, with_details=True), 2))
    for place, entry in ((first, 0), (second, first), (first, second)):
        _change_seal(connection, place, {"entry_id": entry})
    return Fault(Wrong.OUT_OF_ORDER, first, second)


def add_an_entry(connection: Connection, random: Random, length: int) -> Fault:
    return Fault(Wrong.NO_SEAL, None, _add_entry(connection, length))


def add_an_entry_with_a_seal(connection: Connection, random: Random, length: int) -> Fault:
    entry = _add_entry(connection, length)
    seal = {"details_digest": digest_of(Details(None, None, None, "salt")), "seal": secrets.token_hex(32)}
    connection.execute(insert(TrailSeal), [{"position": length + 1, "entry_id": entry} | seal])
    return Fault(Wrong.CHANGED, length + 1, entry)


def write_anew(connection: Connection, random: Random, length: int) -> Fault:
    """With the key: one entry is changed and everything from there on sealed again."""
    victim = random.choice(_victims(length))
    _change(connection, victim, {"action": "looked away"})
    with Session(connection) as session:
        links = list(chain_links(session))
    seal = links[victim - 2].seal if victim > 1 else FIRST
    for link in links[victim - 1 :]:
        assert link.entry is not None
        seal = seal_of(KEY, seal, link.position, link.entry[0], link.digest)
        _change_seal(connection, link.position, {"seal": seal})
    return Fault(Wrong.REWRITTEN, victim, victim)


TAMPERINGS: tuple[Tampering, ...] = (
    change_what_was_done,
    change_what_is_said,
    change_the_salt,
    exchange_what_two_say,
    empty_without_saying_so,
    take_away_an_entry,
    take_away_an_entry_with_its_seal,
    close_the_gap,
    take_away_a_seal,
    cut_off_the_end,
    change_a_seal,
    change_a_digest,
    exchange_two_places,
    exchange_two_entries,
    add_an_entry,
    add_an_entry_with_a_seal,
    write_anew,
)


def _victims(length: int, *, with_details: bool = False) -> list[int]:
    """Not the one that tells which were emptied: without it these are what is wrong first."""
    others = [number for number in range(1, length + 1) if number != teller_of(length)]
    return [number for number in others if not (with_details and is_emptied(number, length))]


def _change(connection: Connection, entry: int, values: dict[str, object]) -> None:
    connection.execute(update(TrailEntry).where(TrailEntry.id == entry).values(values))


def _change_seal(connection: Connection, position: int, values: dict[str, object]) -> None:
    connection.execute(update(TrailSeal).where(TrailSeal.position == position).values(values))


def _remove(connection: Connection, first: int, last: int) -> None:
    connection.execute(delete(TrailSeal).where(TrailSeal.position.between(first, last)))
    connection.execute(delete(TrailEntry).where(TrailEntry.id.between(first, last)))


def _add_entry(connection: Connection, length: int) -> int:
    entry = {"id": length + 7, "happened_at": AT, "action": "said", "subject": "test", "salt": "salt"}
    connection.execute(insert(TrailEntry), [entry])
    return length + 7


def tamper_and_check(
    engine: Engine, tampering: Tampering, random: Random, length: int
) -> tuple[Fault, Fault | None]:
    """What was to be found, and what was; the trail is afterwards as it was before."""
    with engine.connect() as connection, connection.begin() as transaction:
        with unguarded(connection):
            anchored = all_seals(connection)
            if engine.dialect.name == "sqlite":
                # Whoever writes to the file itself is not asked for keys either.
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            expected = tampering(connection, random, length)
        with Session(connection) as session:
            found = check_trail(session, KEY, anchored=anchored).fault
        transaction.rollback()
    return expected, found
