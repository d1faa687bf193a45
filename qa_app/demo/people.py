"""Who works in the invented council, and how a visitor signs in as them."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa_app.demo.council import MAIL
from qa_app.domain.roles import Role

PASSWORD = "Kettle-Lantern-Meadow-42"
"""Of everybody in the demonstration, printed at every start: it protects nothing and nobody."""

LIMITED = ("Safeguarding East", "Safeguarding West", "Assessment")


@dataclass(frozen=True)
class DemoPerson:
    """`areas` are names of service areas; empty means no limit."""

    name: str
    roles: frozenset[Role]
    address: str = ""
    areas: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """> rosa.whitcombe@westmarch.example, or the short address of a visitor's sign-in"""
        local = self.address or self.name.lower().replace("'", "").replace(" ", ".")
        return f"{local}@{MAIL}"


def _with(*roles: Role, names: Sequence[str]) -> tuple[DemoPerson, ...]:
    return tuple(DemoPerson(name, frozenset(roles)) for name in names)


AUDITOR = DemoPerson("Amara Whitcombe", frozenset({Role.AUDITOR}), "auditor")
MODERATOR = DemoPerson("Gareth Okonjo", frozenset({Role.MODERATOR}), "moderator")
LIMITED_MODERATOR = DemoPerson(
    "Sunita Fairweather", frozenset({Role.MODERATOR}), "area-moderator", areas=LIMITED
)
QA_LEAD = DemoPerson("Helen Marchetti", frozenset({Role.QA_LEAD}), "qa-lead")
VIEWER = DemoPerson("Councillor Idris Penhale", frozenset({Role.VIEWER}), "viewer")
ADMINISTRATOR = DemoPerson("Mei Thornbury", frozenset({Role.ADMINISTRATOR}), "administrator")

VISITORS = (
    ("Auditor", AUDITOR),
    ("Moderator, every area", MODERATOR),
    ("Moderator, three areas", LIMITED_MODERATOR),
    ("QA lead", QA_LEAD),
    ("Viewer", VIEWER),
    ("Administrator", ADMINISTRATOR),
)
"""One sign-in for every role, and what to call it."""

PEOPLE = (
    *(person for _, person in VISITORS),
    *_with(
        Role.AUDITOR,
        names=(
            "Adaeze Brightwell", "Aled Prosser-Hill", "Aisha Rahmani", "Bethan Colclough", "Bilal Sharif",
            "Callum Redfearn", "Chiamaka Udeh", "Chloe Barraclough", "Daljit Sandhar", "Dermot Keaveney",
            "Ebony Castleton", "Eilidh Strachan", "Farida Noorzai", "Florence Ashdown", "Gabriela Nowicka",
            "Hannah Levenstein", "Imran Qadir", "Ioana Petrescu", "Jasmine Thwaite", "Joseph Mbeki-Lane",
            "Kasia Wrobel", "Kwame Asante-Reid", "Leanne Hollins", "Lucia Fernandes", "Mandeep Grewal",
            "Marcus Delacroix", "Nadia Haddad", "Oluwaseun Bakare", "Paula Ormerod", "Rhiannon Tudor-Price",
            "Ruth Zimmermann", "Samir Chaudhuri", "Siobhan Gallacher", "Tariq Mansoor", "Theo Vasilakis",
            "Tomasz Zielak", "Victoria Endersby", "Winston Carberry", "Yasmin Kaplan", "Zainab Olorun",
        ),
    ),
    *_with(
        Role.MODERATOR,
        names=("Catherine Amponsah", "Fergus Drinkwater", "Narinder Bhogal", "Stephanie Lindqvist"),
    ),
    *_with(Role.AUDITOR, Role.MODERATOR, names=("Beatrice Oyelaran", "Jonathan Sedgemoor")),
    *_with(Role.QA_LEAD, names=("Ravi Summerscale",)),
    *_with(
        Role.VIEWER,
        names=("Anneliese Hartwick", "Councillor Maureen Tolpuddle", "Devon St Aubyn", "Parveen Akhtar-Lowe"),
    ),
    *_with(Role.ADMINISTRATOR, names=("Olamide Farnsworth",)),
    DemoPerson("Rosalind Achebe", frozenset({Role.MODERATOR}), areas=("Children in Care", "Care Leavers",
                                                                     "Fostering and Kinship Care")),
)  # fmt: skip

WORKERS = (
    "Abigail Threlfall", "Anwar Siddique", "Bronwen Maddox", "Carys Llewellyn", "Daniel Owusu-Park",
    "Ellie Hargreave", "Femi Adeleke", "Grace Tattersall", "Harpreet Dhanoa", "Ines Carvalho",
    "Jade Pemberton", "Kofi Annandale", "Laura Skelhorn", "Marek Dudek", "Megan Bickerstaff",
    "Naomi Feldmann", "Omar Belhaj", "Phoebe Lanyon", "Qasim Durrani", "Rebecca Stainforth",
    "Sade Ogunbiyi", "Scott Balfour", "Tamsin Penrose", "Uzma Farooqi", "Vivek Ramanujan",
    "Wendy Clitheroe", "Xin Yi Loh", "Yetunde Coker", "Zoe Markham", "Piotr Gajewski",
)  # fmt: skip
"""Social workers whose cases are audited; none of them audits."""
