"""What is asked about a service area, team or stream: its name."""

from wtforms import StringField

from qa_app.web.forms import Form


class NameForm(Form):
    name = StringField("Name", description="As tables print it and files write it.")
