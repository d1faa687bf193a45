"""The forms that a file is chosen in; the one field is named like the kind of file."""

from flask_wtf.file import FileField, FileRequired

from qa_app.models import ImportKind
from qa_app.web.forms import Form

CHOOSE = "Choose a CSV file or an Excel workbook"


class AuditsForm(Form):
    audits = FileField(
        "File with audits",
        [FileRequired(CHOOSE)],
        description="CSV or Excel (.xlsx), one row for each audit",
    )


class HistoryForm(Form):
    history = FileField(
        "File with published tables",
        [FileRequired(CHOOSE)],
        description="CSV or Excel (.xlsx), one row for each printed figure",
    )


class ValuesForm(Form):
    values = FileField(
        "File with values of measures",
        [FileRequired(CHOOSE)],
        description="CSV or Excel (.xlsx), one row for each value, or for each measure with all its periods",
    )


FORMS: dict[ImportKind, type[Form]] = {
    ImportKind.AUDITS: AuditsForm,
    ImportKind.HISTORY: HistoryForm,
    ImportKind.VALUES: ValuesForm,
}
