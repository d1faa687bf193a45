from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import EqualTo, InputRequired

from qa_app.web.forms import Form


class SignInForm(Form):
    email = EmailField("E-mail address", [InputRequired("Enter your e-mail address")])
    password = PasswordField("Password", [InputRequired("Enter your password")])
    next = HiddenField()


class ChangePasswordForm(Form):
    current = PasswordField("Current password", [InputRequired("Enter your current password")])
    new = PasswordField(
        "New password",
        [InputRequired("Enter a new password")],
        description="At least 12 characters. Three or four unrelated words are easy to remember.",
    )
    again = PasswordField(
        "New password again",
        [InputRequired("Enter the new password again"), EqualTo("new", "The two new passwords differ")],
    )
