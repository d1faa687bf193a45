"""Whom the address of the list asks for; what makes no sense there is left out."""

from collections.abc import Mapping

from qa_app.domain.roles import Role
from qa_app.queries.people import PeopleChoice, Standing
from qa_app.web.asked_words import asked_words

DAYS_UNSEEN = (30, 90, 180, 365)


def chosen_people(args: Mapping[str, str]) -> PeopleChoice:
    role, standing, unseen = args.get("role", ""), args.get("standing", ""), args.get("unseen", "")
    return PeopleChoice(
        text=asked_words(args, "text"),
        role=Role(role) if role in set(Role) else None,
        standing=Standing(standing) if standing in set(Standing) else Standing.ANY,
        unseen=int(unseen) if unseen in {str(days) for days in DAYS_UNSEEN} else 0,
    )
