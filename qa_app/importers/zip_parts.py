"""The parts of a packed file, none of which is unpacked before its size is known.

The size of each is what the directory of the file says, and no part is unpacked further than that. Nothing
is ever written to a disk, so that a part may be called whatever it likes.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping

from qa_app.importers.problems import UnreadableFile

MOST_PARTS = 2_000

TOO_LARGE = (
    "Unpacked, this workbook is too large to be read. Copy the rows that hold audits or figures into a"
    " new workbook, or save the sheet as CSV."
)
DAMAGED = "This workbook is damaged. Open it in Excel, save it under another name and choose that file."
LOCKED = "This workbook has a password. Remove it in Excel, save, and try again."
HAS_ENTITIES = (
    "This workbook has a part that no spreadsheet program writes: a document type, by which a file can draw"
    " in others. Copy the rows into a new workbook and choose that file."
)

_DOCUMENT_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.I)
_OTHER_ENCODING = re.compile(rb"""\s*<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8["']|us-ascii["'])""", re.I)
_LOCAL_HEADER = 30
_DIRECTORY_ENTRY = b"PK\x01\x02"


class ZipParts:
    """By their names in small letters. Raises UnreadableFile for what is damaged, locked or too large."""

    def __init__(self, content: bytes, *, most_unpacked: int) -> None:
        self._content = content
        if content.count(_DIRECTORY_ENTRY) > MOST_PARTS:
            raise UnreadableFile(TOO_LARGE)
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                infos = package.infolist()
        except (zipfile.BadZipFile, NotImplementedError, UnicodeError, LookupError, ValueError) as error:
            raise UnreadableFile(DAMAGED) from error
        if sum(info.file_size for info in infos) > most_unpacked:
            raise UnreadableFile(TOO_LARGE)
        self._infos = {plain_name(info.filename): info for info in infos}
        if len(self._infos) < len(infos):  # which of two parts of one name is read depends on the reader
            raise UnreadableFile(DAMAGED)
        _check_apart(infos)

    def __contains__(self, name: str) -> bool:
        return name in self._infos

    @property
    def names(self) -> list[str]:
        return list(self._infos)

    def part(self, name: str) -> bytes:
        """Unpacked; empty where there is none. What is locked or not as long as it says is refused."""
        info = self._infos.get(name)
        if info is None:
            return b""
        if info.flag_bits & 1:
            raise UnreadableFile(LOCKED)
        part = self._inflated(info)
        if len(part) != info.file_size or zlib.crc32(part) != info.CRC:
            raise UnreadableFile(DAMAGED)
        return part

    def xml(self, name: str) -> bytes:
        """A part of XML in UTF-8 that defines no entities, as every spreadsheet program writes it."""
        part = self.part(name)
        if b"\0" in part or _OTHER_ENCODING.match(part):
            raise UnreadableFile(DAMAGED)
        if _DOCUMENT_TYPE.search(part):
            raise UnreadableFile(HAS_ENTITIES)
        return part

    def _inflated(self, info: zipfile.ZipInfo) -> bytes:
        """No more than one byte longer than the directory says."""
        start = info.header_offset + _LOCAL_HEADER + _names_length(self._content, info)
        packed = self._content[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            return packed
        if info.compress_type != zipfile.ZIP_DEFLATED:
            raise UnreadableFile(DAMAGED)
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, info.file_size + 1)
        except zlib.error as error:
            raise UnreadableFile(DAMAGED) from error


def packed(parts: Mapping[str, bytes]) -> bytes:
    """These parts and no other, so that whoever reads them meets only what was checked."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return file.getvalue()


def plain_name(file_name: str) -> str:
    return file_name.replace("\\", "/").lower()


def _names_length(content: bytes, info: zipfile.ZipInfo) -> int:
    """Of the name and the extra field as they stand before the part itself."""
    header = content[info.header_offset : info.header_offset + _LOCAL_HEADER]
    if not header.startswith(b"PK\x03\x04"):
        raise UnreadableFile(DAMAGED)
    return int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")


def _check_apart(infos: list[zipfile.ZipInfo]) -> None:
    """No two parts may share bytes: a small bomb of such parts unpacks to as much as it likes."""
    end = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise UnreadableFile(DAMAGED)
        end = info.header_offset + _LOCAL_HEADER + info.compress_size
