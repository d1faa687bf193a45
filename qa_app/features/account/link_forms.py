"""What is asked of whoever forgot their password, or was invited."""

from wtforms import EmailField, PasswordField
from wtforms.validators import EqualTo, InputRequired

from qa_app.web.forms import Form


class ForgottenForm(Form):
    email = EmailField("E-mail address", [InputRequired("Enter your e-mail address")])


class ChosenPasswordForm(Form):
    new = PasswordField(
        "Password",
        [InputRequired("Enter a password")],
        description="At least 12 characters. Three or four unrelated words are easy to remember.",
    )
    again = PasswordField(
        "Password again",
        [InputRequired("Enter the password again"), EqualTo("new", "The two passwords differ")],
    )
