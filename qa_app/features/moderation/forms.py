from typing import Any

from wtforms import BooleanField, IntegerField, StringField
from wtforms.validators import InputRequired

from qa_app.domain.sampling import ModerationRule
from qa_app.web.forms import Form

PERCENTAGE = "Write a whole number from 0 to 100"


class WholeNumberField(IntegerField):
    """The library's own sentence does not say what to write."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(PERCENTAGE) from error


class RuleForm(Form):
    all_worst = BooleanField("Every audit whose overall judgement is the lowest grade")
    all_best = BooleanField("Every audit whose overall judgement is the highest grade")
    random_share = WholeNumberField(
        "Random share, in percent",
        [InputRequired(PERCENTAGE)],
        description="Of all audits, whatever their grade. Agreement is measured on these alone, so that it"
        " is fair: 20 means one audit in five.",
    )
    seed = StringField(
        "Seed of the random choice",
        description="Any word or number. Each audit’s draw is worked out from the seed and the audit’s"
        " reference, so anyone who knows both can repeat it and nobody can change it by submitting again."
        " Do not tell auditors.",
    )
    blind = BooleanField(
        "Moderators judge before they see the auditor’s grades",
        description="They read the evidence and record a grade of their own for each judgement. Then both"
        " are shown side by side.",
    )

    @property
    def rule(self) -> ModerationRule:
        return ModerationRule(
            all_worst=bool(self.all_worst.data),
            all_best=bool(self.all_best.data),
            random_share=self.random_share.data if self.random_share.data is not None else -1,
            seed=self.seed.data or "",
            blind=bool(self.blind.data),
        )
