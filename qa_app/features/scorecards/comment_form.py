from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints

from qa_app.domain.commentary import Said
from qa_app.domain.scorecard import Comment, ScorecardChoice
from qa_app.domain.scorecard_choice import Layout, StatusRule
from qa_app.domain.statuses import set_status
from qa_app.web.day_field import DayField
from qa_app.web.opened_form import OpenedForm

WITH_ANALYSIS = (Layout.CORE, Layout.INDICATORS)
"""The layouts that print what the figures show, apart from why."""

NOT_SET = "none"


class CommentForm(OpenedForm):
    """`opened` is the number of the version that was read, 0 for none."""

    text = TextAreaField("Comment", description="Why the figure is what it is.")
    analysis = TextAreaField(
        "Analysis (optional)", description="What the figures show, for the layouts that report in detail."
    )
    status = RadioField("Status", validate_choice=False)
    action = TextAreaField("Action: what will be done (optional)")
    owner = StringField("Who will do it", description="Where there is an action: who does it, and by when.")
    due_on = DayField("By when", called="by when it will be done", optional=True)

    def __init__(self, choice: ScorecardChoice, current: Comment, **named: object) -> None:
        """Only the fields that the scorecard has a use for are asked; the others stay as they are."""
        super().__init__(
            data={
                "opened": str(current.number),
                "text": current.text,
                "analysis": current.analysis,
                "status": str(current.status or NOT_SET),
                "action": current.action,
                "owner": current.owner,
                "due_on": current.due_on,
            },
            **named,
        )
        self.current = current
        self.asks_status = choice.status_rule is StatusRule.SET_BY_A_PERSON
        self.asks_analysis = choice.layout in WITH_ANALYSIS or bool(current.analysis)
        self.status.choices = [
            *(
                SelectChoice(str(number), str(set_status(number, choice.status_words)))
                for number in (1, 2, 3)
            ),
            SelectChoice(NOT_SET, "Not set"),
        ]

    @property
    def not_asked(self) -> frozenset[str]:
        asked = {"status": self.asks_status, "analysis": self.asks_analysis}
        return frozenset(name for name, asks in asked.items() if not asks)

    @property
    def said(self) -> Said:
        return Said(
            text=self.text.data or "",
            analysis=(self.analysis.data or "") if self.asks_analysis else self.current.analysis,
            action=self.action.data or "",
            owner=self.owner.data or "",
            due_on=self.due_on.day,
            status=_number(self.status.data) if self.asks_status else self.current.status,
        )


def _number(text: str | None) -> int | None:
    """None for not set; 0, which no status is, for anything else that is none."""
    if not text or text == NOT_SET:
        return None
    return int(text) if text in ("1", "2", "3") else 0
