"""What is asked of whoever has two-step sign-in, or sets it up."""

from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired

from qa_app.web.forms import Form

SIX_DIGITS = "The six digits that your app shows now."


class CodeForm(Form):
    code = StringField("Code", [InputRequired("Enter the code that your app shows")], description=SIX_DIGITS)


class RecoveryCodeForm(Form):
    code = StringField(
        "Recovery code",
        [InputRequired("Enter one of your recovery codes")],
        description="One of those you wrote down, such as k7fmx-p2qwd. Each works once.",
    )


class FirstCodeForm(Form):
    sealed = HiddenField()
    code = StringField("Code", [InputRequired("Enter the code that your app shows")], description=SIX_DIGITS)


class PasswordProof(Form):
    password = PasswordField("Your password", [InputRequired("Enter your password")])


class CodeProof(Form):
    code = StringField(
        "Code",
        [InputRequired("Enter a code")],
        description="The six digits that your app shows now, or one of your recovery codes.",
    )
