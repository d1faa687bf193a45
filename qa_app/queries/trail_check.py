"""Whether the trail in a database is as it was sealed."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from qa_app.domain.trail_checking import Chain, Checked, check
from qa_app.queries.trail_chain import chain_links, erased_entries, unsealed_entries


def check_trail(session: Session, key: bytes, *, anchored: Mapping[int, str] | None = None) -> Checked:
    """`key` is what the trail was sealed with; `anchored` the seals by position that were kept elsewhere."""
    chain = Chain(
        read=lambda: chain_links(session),
        erased=erased_entries(session),
        unsealed=unsealed_entries(session, most=1),
        anchored=anchored,
    )
    return check(chain, key)
