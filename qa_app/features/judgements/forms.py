from wtforms import StringField
from wtforms.validators import InputRequired, Length

from qa_app.web.forms import Form


class PeriodLabelForm(Form):
    period = StringField(
        "Quarter", [InputRequired("Enter the quarter")], description="For example, Q3 2016-17"
    )
    label = StringField(
        "Month of its audits",
        [Length(max=20, message="Use at most 20 characters")],
        description="For example, Dec 16. Leave it empty to take the label away.",
    )
