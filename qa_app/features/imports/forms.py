from flask_wtf.file import FileField, FileRequired

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
