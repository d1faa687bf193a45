"""The look: govuk-frontend, without the typeface and the arms that only GOV.UK may use.

GDS Transport and the royal arms are licensed for services on gov.uk domains alone, so neither they nor
any mention of them is served: text is set in Arial or Helvetica.
"""

import re
import shutil
from pathlib import Path

from qa_app.checkout import npm, stamps
from qa_app.checkout.problem import Problem
from qa_app.checkout.programs import ROOT

LOCK = ROOT / "package-lock.json"
PACKAGE = ROOT / "node_modules" / "govuk-frontend"
SERVED = ROOT / "static" / "vendor"
STYLESHEET = SERVED / "govuk-frontend.min.css"
SCRIPT = SERVED / "govuk-frontend.min.js"
# Of the browser tests only, so never served.
ACCESSIBILITY_CHECKER = ROOT / "node_modules" / "axe-core" / "axe.min.js"

TYPEFACE = "Arial,Helvetica,sans-serif"

FONT_FACE = re.compile(r"@font-face\s*\{[^{}]*\}")
FONT_FAMILY = re.compile(r"font-family:\s*[\"']?GDS Transport[^;}]*")
RULE = re.compile(r"[^{};]*\{[^{}]*\}")
ARMS = re.compile(r"crest|crown|copyright-logo")
EMPTY_GROUP = re.compile(r"@(?:media|supports)[^{};]*\{\s*\}")
SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=[^*]*\*/|//# sourceMappingURL=\S*")
FORBIDDEN = ("@font-face", "GDS Transport", "url(", "crest", "crown", "sourceMappingURL")


def build() -> None:
    """Fetch, strip and put into static/vendor/, if that was not done from this very lock."""
    wanted = stamps.digest([LOCK, Path(__file__)])
    stamp = SERVED / ".made-from"
    made = (STYLESHEET, SCRIPT, ACCESSIBILITY_CHECKER)
    if stamps.is_current(stamp, wanted) and all(part.is_file() for part in made):
        return
    print("Fetching the look from npm ...")
    npm.fetch_packages()
    shutil.rmtree(SERVED, ignore_errors=True)
    SERVED.mkdir(parents=True)
    distribution = PACKAGE / "dist" / "govuk"
    css = (distribution / STYLESHEET.name).read_text(encoding="utf-8")
    script = (distribution / SCRIPT.name).read_text(encoding="utf-8")
    STYLESHEET.write_text(stripped(css), encoding="utf-8")
    SCRIPT.write_text(SOURCE_MAP.sub("", script), encoding="utf-8")
    stamps.write(stamp, wanted)


def stripped(css: str) -> str:
    """A minified stylesheet that asks the server for no other file and names no reserved typeface or arms.

    Raises Problem when something reserved is left, as it would be after a release of another shape.
    """
    css = SOURCE_MAP.sub("", css)
    css = FONT_FACE.sub("", css)
    css = FONT_FAMILY.sub(f"font-family:{TYPEFACE}", css)
    css = RULE.sub(lambda rule: "" if ARMS.search(rule[0]) else rule[0], css)
    css = EMPTY_GROUP.sub("", css)
    left = [word for word in FORBIDDEN if word in css]
    if left:
        raise Problem(
            f"The stylesheet of govuk-frontend still has {', '.join(left)} after stripping: its release has "
            "another shape than qa_app/checkout/assets.py knows."
        )
    return css
