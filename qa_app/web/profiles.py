"""For whom a file is drawn, as an address says it."""

from collections.abc import Mapping

from qa_app.domain.errors import InvalidInput, NotPermitted, Problem
from qa_app.domain.scope import Scope
from qa_app.models import Profile


def asked_profile(args: Mapping[str, str], scope: Scope) -> Profile:
    """The one inside the council where none is named.

    Raises InvalidInput, and NotPermitted where somebody who sees some service areas asks for a file for the
    public: set against the council's, it would tell what both of them suppress.
    """
    text = args.get("profile", "").strip()
    if not text:
        return Profile.INTERNAL
    if text not in list(Profile):
        known = ", ".join(Profile)
        raise InvalidInput([Problem("profile", f"“{text[:60]}” cannot be chosen here; choose from {known}")])
    profile = Profile(text)
    if profile is Profile.PUBLIC and scope.areas is not None:
        raise NotPermitted(
            "A file for the public is of the whole council: only who sees all of it can take it."
        )
    return profile
