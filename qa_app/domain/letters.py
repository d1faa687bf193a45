"""What the service writes to people by e-mail: plain, short, and nothing of any case."""

from dataclasses import dataclass
from datetime import datetime

from qa_app.domain.tables import shown_time

LINK_PATH = "/account/link/"
"""Where the pages take a link's token from."""


@dataclass(frozen=True)
class Letter:
    """A subject of one line and a text of several."""

    subject: str
    body: str


@dataclass(frozen=True)
class Letterhead:
    """Who writes, and where the links lead: never to what a browser says the server is called."""

    council: str
    public_url: str

    def link(self, token: str) -> str:
        """> https://audits.testshire.gov.uk/account/link/wlA…"""
        return f"{self.public_url}{LINK_PATH}{token}"

    def letter(self, subject: str, to: str, *paragraphs: str) -> Letter:
        """Whatever names hold, the subject is one line, and so is whom it is to."""
        parts = (
            f"Dear {in_one_line(to)}",
            *paragraphs,
            in_one_line(self.council),
            "This e-mail was written by a computer. Nobody reads answers to it.",
        )
        return Letter(in_one_line(f"{subject} – {self.council} quality assurance"), "\n\n".join(parts) + "\n")


def invitation(letterhead: Letterhead, *, name: str, email: str, token: str, until: datetime) -> Letter:
    return letterhead.letter(
        "You may sign in",
        name,
        f"You have been given access to {in_one_line(letterhead.council)}’s service for quality assurance."
        " Choose a password here:",
        letterhead.link(token),
        f"The link works once, until {shown_time(until)}. After that, sign in as {email}.",
        "If you did not expect this e-mail, tell your administrator and do not use the link.",
    )


def password_link(letterhead: Letterhead, *, name: str, token: str, until: datetime) -> Letter:
    return letterhead.letter(
        "Choose a new password",
        name,
        "Somebody asked for a new password for your account. If it was you, choose one here:",
        letterhead.link(token),
        f"The link works once, until {shown_time(until)}. Then sign in as you always do.",
        "If it was not you, do nothing: your password stays as it is.",
    )


def two_step_sign_in_taken_away(letterhead: Letterhead, *, name: str, by: str) -> Letter:
    return letterhead.letter(
        "Two-step sign-in was turned off",
        name,
        f"{in_one_line(by)} turned off two-step sign-in for your account, and you are signed out everywhere."
        " You can set it up again on the page “Your account”.",
        "If you did not ask for this, tell your administrator at once.",
    )


def in_one_line(text: str) -> str:
    """Without breaks of lines, which begin another header in an e-mail."""
    return " ".join(text.split())
