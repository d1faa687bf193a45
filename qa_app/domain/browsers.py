"""What people call the browser that they sit at."""

import re

# Each of them also claims to be those below it.
_NAMES = (
    ("Edge", re.compile(r"Edg(e|A|iOS)?/")),
    ("Opera", re.compile(r"OPR/|Opera")),
    ("Samsung Internet", re.compile(r"SamsungBrowser/")),
    ("Firefox", re.compile(r"(Firefox|FxiOS)/")),
    ("Chrome", re.compile(r"(Chrome|CriOS|Chromium)/")),
    ("Safari", re.compile(r"Version/\S+ .*Safari/")),
)
_SYSTEMS = (
    ("an iPhone", re.compile(r"iPhone")),
    ("an iPad", re.compile(r"iPad")),
    ("Android", re.compile(r"Android")),
    ("Windows", re.compile(r"Windows NT")),
    ("ChromeOS", re.compile(r"CrOS")),
    ("a Mac", re.compile(r"Macintosh")),
    ("Linux", re.compile(r"Linux")),
)
SHORT = 60


def browser_name(user_agent: str) -> str:
    """> Firefox on Windows, or what it calls itself, shortened. It is the browser's own word, no proof."""
    name = next((name for name, pattern in _NAMES if pattern.search(user_agent)), None)
    system = next((system for system, pattern in _SYSTEMS if pattern.search(user_agent)), None)
    if name is None:
        shown = user_agent.strip()
        return (shown if len(shown) <= SHORT else f"{shown[: SHORT - 1]}…") or "A browser that gives no name"
    return f"{name} on {system}" if system else name
