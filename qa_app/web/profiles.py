"""For whom a file is drawn, as an address says it."""

from collections.abc import Mapping

from qa_app.domain.errors import InvalidInput, Problem
from qa_app.models import Profile


def asked_profile(args: Mapping[str, str]) -> Profile:
    """The one inside the council where none is named. Raises InvalidInput."""
    text = args.get("profile", "").strip()
    if not text:
        return Profile.INTERNAL
    if text not in list(Profile):
        known = ", ".join(Profile)
        raise InvalidInput([Problem("profile", f"“{text[:60]}” cannot be chosen here; choose from {known}")])
    return Profile(text)
