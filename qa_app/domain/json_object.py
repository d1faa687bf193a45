"""Reading JSON that people have edited: every problem is collected, with the path of the value it is in."""

import json
from collections.abc import Callable, Sequence
from typing import TypeVar

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.domain.free_text import unkept_character

WHOLE_FILE = "file"
"""The field of a problem with the text as a whole."""

MOST_MEMBERS = 100
"""Of a list, so that a short hostile file cannot make millions of problems."""

Part = TypeVar("Part")
Reader = Callable[[object, str, list[Problem]], Part]
"""Reads a value of the file, given its path and where to note what is wrong with it."""


def json_value(text: str, *, limit: int) -> object:
    """Raises InvalidInput for more than `limit` characters and for what is not JSON, naming the line."""
    if len(text) > limit:
        raise _unreadable(f"This file has {len(text):,} characters: at most {limit:,} are read")
    try:
        value: object = json.loads(text.removeprefix("\ufeff"), object_pairs_hook=_once_each)
    except json.JSONDecodeError as error:
        raise _unreadable(
            f"This is not JSON at line {error.lineno}, column {error.colno}: check the commas, "
            "brackets and quotation marks there"
        ) from error
    except RecursionError as error:
        raise _unreadable("This file has brackets inside brackets far deeper than an audit tool") from error
    except ValueError as error:
        raise _unreadable("This file has a number too long to read") from error
    return value


class JsonObject:
    """One object of the file, whose values are read by their keys.

    A value that is not as it should be notes a problem and gives a stand-in, so that reading goes on and
    everything wrong is told at once. Whoever reads looks at the problems before using what was read.
    """

    def __init__(self, value: object, *, path: str, keys: Sequence[str], problems: list[Problem]) -> None:
        self._path = path
        self._problems = problems
        self._is_object = isinstance(value, dict)
        self._values: dict[str, object] = value if isinstance(value, dict) else {}
        if not self._is_object:
            self._note(path or WHOLE_FILE, f"Write an object in curly brackets here, with {', '.join(keys)}")
        for key in self._values:
            if key not in keys:
                self._note(self.path_of(_shown(key)), f"Take this out: the keys here are {', '.join(keys)}")

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def path_of(self, key: str) -> str:
        """> sections[2].questions[0].kind"""
        return f"{self._path}.{key}" if self._path else key

    def value(self, key: str) -> object:
        """The value as it is, or None when it was left out."""
        return self._values.get(key)

    def text(self, key: str) -> str:
        return self._read(key, _text, "")

    def optional_text(self, key: str) -> str:
        """Blank when left out."""
        return self.text(key) if key in self else ""

    def choice(self, key: str, options: Sequence[str]) -> str:
        """One of the options, the first standing in for a value that is none of them."""
        value = self.value(key)
        for option in options:
            if value == option:
                return option
        if self._is_object:
            offered = ", ".join(f"“{option}”" for option in options)
            self._note(self.path_of(key), f"Write one of {offered} here")
        return options[0]

    def number(self, key: str) -> int:
        return self._read(key, _number, 0)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._values.get(key, default)
        if not isinstance(value, bool):
            self._note(self.path_of(key), "Write true or false, without quotation marks")
            return default
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return self.each(key, _text)

    def numbers(self, key: str) -> tuple[int, ...]:
        return self.each(key, _number)

    def each(self, key: str, read: Reader[Part]) -> tuple[Part, ...]:
        """Every member of a list, read with its own path; none when the list was left out."""
        members = self._values.get(key, [])
        if not isinstance(members, list):
            self._note(self.path_of(key), "Write a list in square brackets here")
            return ()
        if len(members) > MOST_MEMBERS:
            self._note(self.path_of(key), f"Keep at most {MOST_MEMBERS} of these: there are {len(members):,}")
            return ()
        return tuple(
            read(member, f"{self.path_of(key)}[{number}]", self._problems)
            for number, member in enumerate(members)
        )

    def _read(self, key: str, read: Reader[Part], stand_in: Part) -> Part:
        if key in self:
            return read(self._values[key], self.path_of(key), self._problems)
        if self._is_object:
            self._note(self.path_of(key), "Add this: it is missing")
        return stand_in

    def _note(self, field: str, message: str) -> None:
        self._problems.append(Problem(field, message))


def _text(value: object, path: str, problems: list[Problem]) -> str:
    if not isinstance(value, str):
        problems.append(Problem(path, "Write text in quotation marks here"))
        return ""
    unkept = unkept_character(value)
    if unkept is not None:
        problems.append(Problem(path, f"Take out the character {unkept}: it cannot be stored"))
    return value


def _number(value: object, path: str, problems: list[Problem]) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        problems.append(Problem(path, "Write a whole number here, without quotation marks"))
        return 0
    return value


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Python would keep the last of two equal keys and lose the other without a word."""
    values: dict[str, object] = {}
    for key, value in pairs:
        if key in values:
            sentence = f"“{_shown(key)}” is written twice in the same curly brackets: keep one of them"
            raise _unreadable(sentence)
        values[key] = value
    return values


def _shown(key: str) -> str:
    """A key somebody else wrote, short and printable enough for a message."""
    return "".join(character if character.isprintable() else "?" for character in key[:60])


def _unreadable(sentence: str) -> InvalidInput:
    return InvalidInput([Problem(WHOLE_FILE, sentence)])
