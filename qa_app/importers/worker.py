"""The process that reads one file: it gets the bytes, hands back rows, and ends.

It holds no connection and no secret, may open no file and start no program, and has so much time and memory
and no more. Where the platform does not know such limits, as Windows does not, whoever started it still ends
it when its time is over.
"""

import json
import sys
from contextlib import suppress
from encodings import cp437, cp1252, utf_8, utf_16_be, utf_16_le
from typing import BinaryIO
from xml.etree import ElementTree

import python_calamine

from qa_app.importers.collecting import without_collecting
from qa_app.importers.handing_back import refusal_line, sheet_lines
from qa_app.importers.problems import UnreadableFile
from qa_app.importers.sheet import open_sheet
from qa_app.importers.zip_parts import TOO_LARGE

LOADED = (cp437, cp1252, utf_8, utf_16_be, utf_16_le, python_calamine, ElementTree.XMLParser)
"""Needed by name only while a file is read, when nothing can be loaded any more."""

WHERE_MEMORY_ENDS = refusal_line(TOO_LARGE)
"""Written beforehand, because then there is none left to write it in."""


def main(memory: int, seconds: int) -> None:
    confine(memory, seconds)
    with without_collecting():
        read(sys.stdin.buffer, sys.stdout.buffer)


def read(sent: BinaryIO, handed_back: BinaryIO) -> None:
    """The first line of what was sent is the file's name; all the rest is the file."""
    name = json.loads(sent.readline())
    content = sent.read()
    try:
        for line in sheet_lines(open_sheet(content, name)):
            handed_back.write(line)
    except UnreadableFile as error:
        handed_back.write(refusal_line(str(error)))
    except MemoryError:
        handed_back.write(WHERE_MEMORY_ENDS)
    handed_back.flush()


def confine(memory: int, seconds: int) -> None:
    """Takes from this process what reading a file has no need of, as far as the platform can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    already_open = 3
    for limit, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_NOFILE, already_open),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),  # or what was in the file would stay on the disk
    ):
        _, hard = resource.getrlimit(limit)
        least = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (least, least))
