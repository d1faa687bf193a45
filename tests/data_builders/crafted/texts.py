"""What can be done in a file of text: encodings, quotation marks, lengths."""

from tests.data_builders.audit_files import audits, csv_file
from tests.data_builders.crafted.crafted import EMPTY, Crafted, read, refused

GOOD = csv_file(audits({}, {}))
NO_TEXT = "This is not a text file."
MIXED = "Some letters in this file are written in one encoding and some in another"
TOO_MANY = "The file has more than 1,000 columns,"
QUOTATION = "cannot be read: its quotation marks do not match, or a cell is far too long."


def of_text(build, sentence: str = "", name: str = "audits.csv") -> Crafted:
    return refused(sentence, build, name) if sentence else read(build, name)


FILES = {
    "one line of 19 MB": of_text(lambda: GOOD + b"x" * 19_000_000, "Row 4 " + QUOTATION),
    "one line of 19 MB in quotation marks": of_text(
        lambda: GOOD + b'"' + b"x" * 19_000_000 + b'"', "Row 4 " + QUOTATION
    ),
    "19 MB without a heading": of_text(lambda: b"\xf0\x9f\x99\x82" * 4_750_000, "Row 1 " + QUOTATION),
    "a million empty lines": of_text(lambda: GOOD + b"\r\n" * 1_000_000, TOO_MANY),
    "two million rows": of_text(lambda: b"a\r\n" + b"1\r\n" * 2_000_000, TOO_MANY),
    "a row of a million columns": of_text(lambda: GOOD + b"," * 1_000_000, TOO_MANY),
    "1,001 columns": of_text(lambda: b"," * 1_000 + b"\r\n1\r\n", TOO_MANY),
    "255 columns": of_text(lambda: b",".join(b"c%d" % n for n in range(255)) + b"\r\n" + b"1," * 254 + b"1"),
    "one wide row above many": of_text(lambda: b"a," * 999 + b"\r\n" + b"1\r\n" * 100_000, TOO_MANY),
    "quotation marks that never end": of_text(lambda: GOOD + b'"R3,05/12/2016\r\n', "Row 4 " + QUOTATION),
    "quotation marks in the middle": of_text(lambda: GOOD + b'"R3"x,05/12/2016\r\n', "Row 4 " + QUOTATION),
    "a million quotation marks": of_text(lambda: GOOD + b'"' * 1_000_001, "Row 4 " + QUOTATION),
    "NUL in the middle": of_text(lambda: GOOD.replace(b"C1", b"C\x001")),
    "NUL at the beginning": of_text(lambda: b"\0\0\0\0" + GOOD, NO_TEXT),
    "nothing but NUL": of_text(lambda: bytes(100_000), EMPTY[:4]),
    "UTF-16 with its mark": of_text(lambda: GOOD.decode().encode("utf-16")),
    "UTF-16 without its mark": of_text(lambda: GOOD.decode().encode("utf-16-le")),
    "UTF-16 of the other order": of_text(lambda: GOOD.decode().encode("utf-16-be")),
    "UTF-16 of an odd length": of_text(lambda: GOOD.decode().encode("utf-16")[:-1], NO_TEXT),
    "UTF-16 with half a character": of_text(lambda: "a,b\r\n".encode("utf-16") + b"\x00\xd8,\x00", NO_TEXT),
    "UTF-32": of_text(lambda: GOOD.decode().encode("utf-32")),
    "UTF-8 with its mark twice": of_text(lambda: b"\xef\xbb\xbf" * 2 + GOOD),
    "half a character in UTF-8": of_text(lambda: GOOD.replace(b"C1", b"C\xed\xa0\x801"), MIXED),
    "a slash that is written too long": of_text(lambda: GOOD.replace(b"C1", b"C\xc0\xaf1")),
    "two encodings in one file": of_text(
        lambda: GOOD.replace(b"C1", "Zoë".encode()).replace(b"C2", b"Zo\xeb"), MIXED
    ),
    "letters of an old program": of_text(lambda: GOOD.replace(b"C1", b"Zo\xeb \x96 \xa35")),
    "bytes of no encoding": of_text(lambda: GOOD.replace(b"C1", b"C\x81\x8d"), NO_TEXT),
    "every byte there is": of_text(lambda: bytes(range(256)) * 100, NO_TEXT),
    "line ends of an old Macintosh": of_text(lambda: GOOD.replace(b"\r\n", b"\r")),
    "line ends of every kind": of_text(lambda: GOOD.replace(b"\r\n", b"\n\r\n\r", 1)),
    "characters that turn the text around": of_text(
        lambda: GOOD.replace(b"C1", "C\u202e1\u2066".encode()), name="audits\u202evsc.csv"
    ),
    "formulas": of_text(lambda: GOOD.replace(b"C1", b"=1+1").replace(b"C2", b"@SUM(A1)")),
    "markup": of_text(lambda: GOOD.replace(b"C1", b"<script>alert(1)</script>")),
    "a heading twice": of_text(lambda: b"reference," + GOOD),
    "a name that leads out of the folder": of_text(lambda: GOOD, name="../../../etc/audits.csv"),
    "a name with lines and marks": of_text(lambda: GOOD, name="a;b='c'\u2028\u0085<d>%0d%0a.csv"),
    "a name of 5,000 characters": of_text(lambda: GOOD, name="é" * 5_000 + ".csv"),
    "nothing": of_text(lambda: b"", EMPTY),
    "nothing but a mark": of_text(lambda: b"\xef\xbb\xbf", EMPTY),
    "nothing but blanks": of_text(lambda: b" \r\n\t\r\n , , \r\n", EMPTY),
    "a heading and no rows": of_text(
        lambda: GOOD[: GOOD.index(b"\r\n") + 2], "The file has headings but no rows below them."
    ),
}
