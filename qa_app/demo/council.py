"""The invented council: its service areas and teams, how good their practice is, and where it is going."""

from dataclasses import dataclass

NAME = "Westmarch Council (demonstration)"
MAIL = "westmarch.example"


@dataclass(frozen=True)
class Area:
    """A service area as the invented figures need it.

    `level` is the quality of practice eight quarters ago and `slope` what each quarter adds, both in standard
    deviations between audits; `share` is how much of the audit programme it gets. `in_care`, `section_47`
    and `exploitation` are the shares of children (0 to 1) for whom those questions arise, and `planned`
    of those whose work reached a plan.
    """

    name: str
    teams: tuple[str, ...]
    share: int
    level: float
    slope: float
    in_care: float = 0.1
    section_47: float = 0.5
    exploitation: float = 0.15
    planned: float = 0.97


AREAS = (
    Area(
        "Front Door and MASH",
        ("Contact and Screening", "Multi-agency Safeguarding", "Emergency Duty"),
        share=12,
        level=0.55,
        slope=-0.07,
        in_care=0.02,
        planned=0.3,
    ),
    Area(
        "Assessment",
        ("Assessment North", "Assessment South", "Assessment Vale"),
        share=15,
        level=-0.45,
        slope=0.05,
        in_care=0.04,
        planned=0.85,
    ),
    Area(
        "Safeguarding East",
        ("Harbour", "Millfield", "Priory", "Saltmarsh"),
        share=17,
        level=-0.2,
        slope=0.06,
        section_47=0.7,
    ),
    Area(
        "Safeguarding West",
        ("Castle", "Orchard", "Weir", "Highmoor"),
        share=16,
        level=0.2,
        slope=-0.01,
        section_47=0.7,
    ),
    Area(
        "Family Court Work",
        ("Proceedings", "Pre-proceedings"),
        share=7,
        level=0.3,
        slope=0.03,
        in_care=0.6,
        section_47=0.6,
    ),
    Area(
        "Children in Care",
        ("Children in Care 1", "Children in Care 2", "Children in Care 3"),
        share=14,
        level=-0.1,
        slope=0.09,
        in_care=1.0,
        section_47=0.1,
        exploitation=0.25,
    ),
    Area(
        "Care Leavers",
        ("Pathways North", "Pathways South"),
        share=8,
        level=0.15,
        slope=0.02,
        in_care=0.9,
        section_47=0.02,
        exploitation=0.2,
    ),
    Area(
        "Fostering and Kinship Care",
        ("Recruitment and Assessment", "Supervision and Support", "Kinship"),
        share=7,
        level=0.6,
        slope=0.0,
        in_care=1.0,
        section_47=0.05,
        exploitation=0.05,
    ),
    Area(
        "Children with Disabilities",
        ("Disabilities 0 to 11", "Disabilities 12 to 18"),
        share=7,
        level=0.1,
        slope=-0.05,
        in_care=0.2,
        section_47=0.2,
        exploitation=0.03,
    ),
    Area(
        "Early Help",
        ("Family Hub Harbour", "Family Hub Castle", "Family Hub Vale", "Family Hub Highmoor"),
        share=15,
        level=0.0,
        slope=0.05,
        in_care=0.0,
        section_47=0.03,
        exploitation=0.1,
    ),
    Area(
        "Exploitation and Missing",
        ("Contextual Safeguarding", "Missing and Return"),
        share=5,
        level=0.35,
        slope=0.04,
        in_care=0.4,
        exploitation=0.98,
    ),
    Area(
        "Youth Justice",
        ("Prevention and Diversion", "Court Orders"),
        share=5,
        level=-0.3,
        slope=0.03,
        in_care=0.25,
        section_47=0.15,
        exploitation=0.55,
    ),
)

MONTHLY, THEMATIC, DIP = "Monthly case-file audit", "Thematic audit", "Dip sample"
STREAMS = (MONTHLY, THEMATIC, DIP)
