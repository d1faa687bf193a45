"""The formats of a workbook: plain, 12 point Arial; colour only repeats what a word beside it says."""

from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from qa_app.domain.statuses import Tone
from qa_app.exports.tones import TINTS

FONT = {"font_name": "Arial", "font_size": 12, "valign": "top"}


@dataclass(frozen=True)
class Look:
    """The formats a workbook uses, each made once."""

    workbook: Workbook
    wrapping: bool
    title: Format
    heading: Format
    line: Format
    link: Format
    text: Format
    mark: Format
    column: Format
    number_column: Format
    _others: dict[tuple[str, str, Tone | None], Format] = field(default_factory=dict)

    @classmethod
    def of(cls, workbook: Workbook, *, wrapping: bool) -> "Look":
        def new(**properties: object) -> Format:
            return workbook.add_format({**FONT, **properties})

        below = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 1}
        return cls(
            workbook=workbook,
            wrapping=wrapping,
            title=new(bold=True, font_size=16),
            heading=new(bold=True, font_size=14),
            line=new(),
            link=new(font_color="#1d70b8", underline=1),
            text=new(text_wrap=wrapping),
            mark=new(align="right", indent=1),
            column=new(**below),
            number_column=new(**below, align="right", indent=1),
        )

    def number(self, number_format: str, tone: Tone | None = None) -> Format:
        return self._other(number_format, "right", tone)

    def date(self, number_format: str, tone: Tone | None = None) -> Format:
        return self._other(number_format, "left", tone)

    def words(self, tone: Tone | None) -> Format:
        return self._other("", "left", tone) if tone else self.text

    def shorthand(self, tone: Tone | None) -> Format:
        return self._other("", "right", tone) if tone else self.mark

    def _other(self, number_format: str, align: str, tone: Tone | None) -> Format:
        key = (number_format, align, tone)
        if key not in self._others:
            indent = 1 if align == "right" else 0  # so that figures keep clear of the text beside them
            properties: dict[str, object] = {**FONT, "align": align, "indent": indent}
            if number_format:
                properties["num_format"] = number_format
            elif align == "left":
                properties["text_wrap"] = self.wrapping
            if tone:
                properties["bg_color"] = TINTS[tone]
            self._others[key] = self.workbook.add_format(properties)
        return self._others[key]
