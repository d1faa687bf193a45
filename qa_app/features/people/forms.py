"""What is asked about a person."""

from collections.abc import Sequence

from wtforms import EmailField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its type hints

from qa_app.domain.roles import Role
from qa_app.models import Person, ServiceArea
from qa_app.services.person_details import Details
from qa_app.web.forms import Form

ALL, SOME = "all", "some"
INVITED, TOLD = "invitation", "password"


class PersonForm(Form):
    name = StringField("Name")
    email = EmailField("E-mail address", description="They sign in with it.")
    roles = SelectMultipleField(
        "Roles", coerce=Role, choices=[SelectChoice(role.value, role.label) for role in Role], default=[]
    )
    sees = RadioField(
        "Which service areas may they see?",
        choices=[SelectChoice(ALL, "All service areas"), SelectChoice(SOME, "Only some")],
        default=ALL,
    )
    areas = SelectMultipleField("Service areas", coerce=int, default=[])

    def __init__(self, *, offered: Sequence[ServiceArea], person: Person | None = None) -> None:
        super().__init__(data=_as_it_stands(person) if person else None)
        self.offered = {area.id: area for area in offered}
        self.areas.choices = [SelectChoice(str(area.id), area.name) for area in offered]

    @property
    def details(self) -> Details:
        some = None if self.sees.data == ALL else [self.offered[number] for number in self.areas.data or ()]
        return Details(
            name=self.name.data or "",
            email=self.email.data or "",
            roles=frozenset(self.roles.data or ()),
            areas=some,
        )


class NewPersonForm(PersonForm):
    way = RadioField(
        "How do they get in?",
        choices=[
            SelectChoice(INVITED, "Send them an invitation by e-mail, with a link to choose a password"),
            SelectChoice(TOLD, "I tell them a first password"),
        ],
        default=INVITED,
    )
    password = PasswordField(
        "First password (optional)",
        description="Leave it empty and a pass phrase is made for you. Either way they choose one of their"
        " own when they first sign in.",
    )

    def __init__(self, *, offered: Sequence[ServiceArea], sends_links: bool) -> None:
        super().__init__(offered=offered)
        if not sends_links:
            del self.way

    @property
    def is_invitation(self) -> bool:
        return "way" in self and self.way.data == INVITED


def _as_it_stands(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "email": person.email or "",
        "roles": list(person.roles),
        "sees": ALL if person.sees_all_areas else SOME,
        "areas": [area.id for area in person.service_areas],
    }
