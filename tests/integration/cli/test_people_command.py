import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from qa_app.cli import cli
from qa_app.domain.errors import DomainError
from qa_app.domain.roles import Role
from qa_app.models import OutgoingEmail, Person, SecondFactor, TrailEntry
from qa_app.services.passwords import is_password_of
from tests.conftest import SECRET
from tests.factories import a_person, a_service_area

ADA = ("--name", "Ada Admin", "--email", "Ada@Testshire.example", "--role", "administrator")


@pytest.fixture
def people(session, database_url, monkeypatch):
    """Runs `qa-app people ...` on the test's database."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", SECRET)

    def run(*arguments: str, typed: str = "") -> Result:
        session.commit()
        result = CliRunner().invoke(cli, ["people", *arguments], input=typed)
        session.expire_all()
        return result

    return run


def the_one(session, email: str = "ada@testshire.example") -> Person:
    return session.scalars(select(Person).where(Person.email == email)).one()


def test_the_first_administrator_is_added_with_a_password_asked_twice(people, session):
    result = people("add", *ADA, typed="eleven purple kites\neleven purple kites\n")

    assert result.exit_code == 0
    assert result.output.endswith("Ada Admin may sign in as ada@testshire.example.\n")
    assert "purple" not in result.output  # typed without echo
    assert is_password_of(the_one(session), "eleven purple kites")
    assert the_one(session).roles == {Role.ADMINISTRATOR}


def test_two_passwords_that_differ_are_asked_again(people, session):
    typed = "eleven purple kites\neleven purple kite\nseven green herons\nseven green herons\n"

    assert people("add", *ADA, typed=typed).exit_code == 0
    assert is_password_of(the_one(session), "seven green herons")


def test_a_pass_phrase_is_made_and_printed(people, session):
    result = people("add", *ADA, "--generate")

    phrase = result.output.strip().rpartition(": ")[2]
    assert is_password_of(the_one(session), phrase)
    assert the_one(session).must_change_password


def test_roles_and_service_areas_are_named(people, session):
    session.add_all([a_service_area("North"), a_service_area("South")])

    people("add", *ADA, "--role", "qa-lead", "--role", "viewer", "--area", "North", "--generate")

    person = the_one(session)
    assert person.roles == {Role.ADMINISTRATOR, Role.QA_LEAD, Role.VIEWER}
    assert [area.name for area in person.service_areas] == ["North"]


def test_somebody_is_invited_by_e_mail(people, session, monkeypatch):
    named = {"SMTP_HOST": "mail.testshire.example", "MAIL_FROM": "audits@testshire.example"}
    for name, value in (named | {"PUBLIC_URL": "https://audits.testshire.example"}).items():
        monkeypatch.setenv(name, value)

    result = people("add", *ADA, "--invite")

    assert result.output == "Ada Admin is added. An invitation to ada@testshire.example waits to be sent.\n"
    assert the_one(session).password_hash is None
    assert (
        "https://audits.testshire.example/account/link/" in session.scalars(select(OutgoingEmail.body)).one()
    )


def test_nobody_is_invited_where_no_e_mails_are_sent(people, session):
    result = people("add", *ADA, "--invite")

    assert result.output == "Error: No e-mails are sent: set smtp_host and public_url first.\n"
    assert session.scalars(select(Person)).all() == []


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--name", ""), "Enter the person’s name"),
        (("--email", "ada"), "Enter an e-mail address in the correct format, like name@example.gov.uk"),
        (("--area", "West"), "There is no service area West. There are: North"),
    ],
)
def test_a_mistake_is_one_sentence_and_nobody_is_added(people, session, arguments, sentence):
    session.add(a_service_area("North"))

    result = people("add", *ADA, *arguments, "--generate")

    assert isinstance(result.exception, DomainError)  # which the program prints as its one sentence
    assert str(result.exception) == sentence
    assert session.scalars(select(Person)).all() == []


def test_an_unknown_role_names_those_there_are(people):
    result = people("add", *ADA, "--role", "emperor", "--generate")

    assert result.exit_code == 2
    assert "'auditor', 'moderator', 'qa-lead', 'viewer', 'administrator'" in result.output


def test_everybody_is_listed(people, session):
    named = a_person(name="Zoë")
    named.email, named.may_sign_in = None, False
    session.add_all([named, a_person(Role.QA_LEAD, name="Ada")])
    session.commit()
    [ada] = session.scalars(select(Person.email).where(Person.name == "Ada"))

    assert people("list").output.splitlines() == [
        f"Ada\t{ada}\tmay sign in\tQA lead\tall service areas",
        "Zoë\tno e-mail address\tknown by name only\tno role\tall service areas",
    ]


def test_somebody_is_stopped_and_let_in_again(people, session):
    mo = a_person(Role.AUDITOR, name="Mo")
    session.add(mo)
    session.commit()

    assert people("stop", mo.email.upper()).output == "Mo may not sign in any more.\n"
    assert not mo.may_sign_in
    phrase = people("let-in", mo.email).output.strip().rpartition(": ")[2]
    assert is_password_of(mo, phrase)
    newer = people("password", mo.email).output.strip().rpartition(": ")[2]
    assert is_password_of(mo, newer)
    assert not is_password_of(mo, phrase)


@pytest.mark.parametrize("command", ["stop", "let-in", "password", "two-step-off"])
def test_an_address_that_nobody_has_is_said(people, command):
    result = people(command, "nobody@testshire.example")

    assert result.exit_code == 1
    assert result.output == "Error: Nobody has the e-mail address nobody@testshire.example.\n"


def test_a_database_that_was_never_set_up_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'new.sqlite3'}")
    monkeypatch.setenv("SECRET_KEY", SECRET)

    result = CliRunner().invoke(cli, ["people", "list"])

    assert result.output == "Error: The database was never set up, or does not answer. Run: qa-app upgrade\n"


def test_an_administrator_who_lost_everything_signs_in_with_the_password_alone(people, session):
    ada = a_person(Role.ADMINISTRATOR)
    session.add(ada)
    session.flush()
    session.add(SecondFactor(person_id=ada.id, secret="x", made_at=ada.created_at, last_step=0))

    result = people("two-step-off", ada.email)

    assert "signs in with the password alone" in result.output
    assert session.scalars(select(SecondFactor)).all() == []
    entry = session.scalars(select(TrailEntry)).one()
    assert (entry.action, entry.person_id) == ("took away two-step sign-in", None)
