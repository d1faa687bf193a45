"""What is said of how somebody signs in."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from qa_app.domain.plurals import plural
from qa_app.models import Identity, SecondFactor
from qa_app.web.formatters import format_instant


@dataclass(frozen=True)
class ShownIdentity:
    """Somebody at the sign-on; `looked_for` leads to people here who may be the same."""

    id: int
    subject: str
    name: str
    email: str
    came: str
    looked_for: str

    @property
    def line(self) -> str:
        """> Mo Derator, mo@testshire.gov.uk, subject mo-1. Last came: 3 April 2026 at 10:15."""
        known = [part for part in (self.name, self.email) if part]
        return f"{', '.join([*known, f'subject {self.subject}'])}. Last came: {self.came}."


def two_step_words(kept: SecondFactor | None) -> str:
    """> On since 3 April 2026 at 10:15"""
    return f"On since {format_instant(kept.made_at)}" if kept else "Off"


def asked_words(waiting: Sequence[Identity]) -> str:
    """> 2 people asked to be let in; nothing where nobody did"""
    return f"{plural(len(waiting), 'person', 'people')} asked to be let in" if waiting else ""


def shown_identities(found: Sequence[Identity]) -> list[ShownIdentity]:
    return [_shown(identity) for identity in found]


def _shown(identity: Identity) -> ShownIdentity:
    return ShownIdentity(
        identity.id,
        identity.subject,
        identity.name,
        identity.email,
        format_instant(identity.came_at) if identity.came_at else "Never",
        url_for("people.index", text=identity.email or identity.name or None),
    )
