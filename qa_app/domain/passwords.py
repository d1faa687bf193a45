"""What a password must be."""

import unicodedata

from qa_app.domain.errors import InvalidInput, Problem

SHORTEST = 12
LONGEST = 200


def check_length(password: str) -> None:
    """Any characters are welcome and none is required; only length counts (NIST SP 800-63B, 3.1.1)."""
    if not SHORTEST <= len(password) <= LONGEST:
        limit = f"at least {SHORTEST}" if len(password) < SHORTEST else f"at most {LONGEST}"
        raise InvalidInput([Problem("new", f"The password has {len(password)} characters; use {limit}")])


def normalised(password: str) -> str:
    """One form for a letter that keyboards write in two ways, é as one character or as e and an accent."""
    return unicodedata.normalize("NFKC", password)
