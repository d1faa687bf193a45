from collections.abc import Sequence

from wtforms import RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints

from qa_app.domain.feeds import LASTING, Feed
from qa_app.web.forms import Form


class TokenForm(Form):
    name = StringField("What is it for?", description="For example: Power BI, quarterly report")
    feeds = SelectMultipleField("What may it read?", coerce=Feed, default=[])
    days = RadioField(
        "How long does it last?",
        coerce=int,
        choices=[SelectChoice(str(days), label) for days, label in LASTING.items()],
        default=90,
    )

    def __init__(self, offered: Sequence[Feed]) -> None:
        super().__init__()
        self.feeds.choices = [SelectChoice(feed.value, feed.label) for feed in offered]
