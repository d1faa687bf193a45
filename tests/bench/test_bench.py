"""The benchmarks can be listed and chosen, and say what they found; what they measure is not timed here."""

from importlib import import_module

import pytest

from bench.__main__ import BENCHMARKS, ON_DATA, main
from bench.measuring import Comparison, Side, compare, compare_processes, took
from bench.results import duration, memory, ratio, seconds


@pytest.mark.parametrize("name", BENCHMARKS)
def test_every_benchmark_is_there(name: str):
    assert callable(import_module(f"bench.{name}").run)


def test_lists_what_can_be_measured(capsys: pytest.CaptureFixture[str]):
    assert main(["--list"]) == 0

    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(BENCHMARKS)
    assert BENCHMARKS.keys() >= ON_DATA


def test_an_unknown_name_is_refused(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit):
        main(["sandwiches"])

    assert "there is no benchmark “sandwiches”" in capsys.readouterr().err


def test_a_ratio_is_the_median_of_the_rounds():
    found = Comparison(Side((2.0, 3.0, 9.0)), Side((1.0, 1.0, 1.0)))

    result = ratio("A thing", found, at_most=3)

    assert str(result) == "A thing: 3.00 × (2.00 to 9.00), 3.00 s to 1.00 s; at most 3 ×: holds"
    assert ratio("A thing", found, at_most=2.9).holds is False
    assert ratio("A thing", found).holds is None


def test_memory_and_time_are_held_to_their_bounds():
    assert memory("A thing", 60.0, at_most_mb=60).holds is True
    assert memory("A thing", 60.1, at_most_mb=60).holds is False
    assert seconds("A thing", Side((0.014, 0.015, 0.9)), at_most_ms=15).holds is True
    assert seconds("A thing", Side((0.014, 0.016, 0.9)), at_most_ms=15).holds is False


@pytest.mark.parametrize(
    ("taken", "expected"), [(1.239, "1.24 s"), (0.00831, "8.31 ms"), (0.00041, "410 µs"), (1.0, "1.00 s")]
)
def test_durations_are_readable(taken: float, expected: str):
    assert duration(taken) == expected


def test_the_two_sides_take_turns():
    turns: list[str] = []

    compare(lambda: turns.append("ours"), lambda: turns.append("bare"), rounds=2)

    compared = turns[6:]  # after three runs of each that say how long one takes
    assert compared[::2] == ["ours"] * (len(compared) // 2)
    assert compared[1::2] == ["bare"] * (len(compared) // 2)


def test_one_side_alone_is_timed():
    assert took(lambda: None, rounds=3).median < 0.1


def test_a_side_in_a_process_of_its_own_tells_time_and_memory():
    found = compare_processes(["shutil:which", "python"], ["shutil:which", "python"], rounds=1)

    assert found.ours.seconds[0] < 5
    assert found.ours.peak_mb is not None
    assert 5 < found.ours.peak_mb < 60
