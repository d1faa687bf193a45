"""Where to go after signing in."""

from urllib.parse import urlsplit


def inside(target: str | None) -> str | None:
    """The target, when it is a path on this site and not a way to lead people elsewhere."""
    target = target or ""
    parts = urlsplit(target)
    # Browsers read "\" as "/", and skip control characters.
    if parts.scheme or parts.netloc or "\\" in target or not target.isprintable():
        return None
    return target if target.startswith("/") and not target.startswith("//") else None
