import re
from pathlib import Path

import pytest
from jinja2 import nodes

from qa_app.config import ROOT

TEMPLATES = ROOT / "templates"
ALL = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
COMPONENTS = [name for name in ALL if name.startswith("components/")]
# Part of a page, which only its own feature shows.
PARTS = {"imports/problems.html"}
PAGES = [name for name in ALL if not name.startswith(("components/", "layouts/")) and name not in PARTS]
SOURCES = [*ROOT.glob("qa_app/**/*.py"), *TEMPLATES.rglob("*.html")]

# Files whose macros are named otherwise, with the reason.
OTHER_MACROS = {
    # A form's errors are those of its fields: the second macro gathers them for the first.
    "error_summary.html": {"error_summary", "form_errors"},
    # `navigation` is the function that says which links there are.
    "navigation.html": {"navigation_bar"},
}


def source_of(name: str) -> str:
    return (TEMPLATES / name).read_text("utf-8")


@pytest.mark.parametrize("name", ALL)
def test_every_template_compiles(app, name):
    app.jinja_env.get_template(name)


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_is_one_macro_named_like_its_file(app, name):
    tree = app.jinja_env.parse(source_of(name))
    macros = {macro.name for macro in tree.find_all(nodes.Macro) if not macro.name.startswith("_")}
    file = Path(name).name

    assert macros == OTHER_MACROS.get(file, {file.removesuffix(".html")})


@pytest.mark.parametrize("name", PAGES)
def test_a_page_extends_a_layout(app, name):
    extended = app.jinja_env.parse(source_of(name)).find(nodes.Extends)

    assert extended is not None
    assert extended.template.value.startswith("layouts/")


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    ("forbidden", "why"),
    [
        (r"\sstyle\s*=", "the content policy allows no inline style"),
        (r"<style", "the content policy allows no inline style"),
        (r"<script(?![^>]*\ssrc=)", "the content policy allows no inline script"),
        (r"\son[a-z]+\s*=\s*[\"']", "the content policy allows no inline script"),
        (r"javascript:", "the content policy allows no inline script"),
        (r"\|\s*safe\b", "what people typed would be read as HTML"),
    ],
)
def test_no_template_does_what_the_content_policy_forbids(name, forbidden, why):
    found = re.search(forbidden, source_of(name), re.IGNORECASE)

    assert not found, f"{name}: {why}: {found and found.group()}"


@pytest.mark.parametrize("name", [name for name in ALL if not name.startswith("layouts/")])
def test_every_template_is_used(name):
    own = TEMPLATES / name

    assert any(f'"{name}"' in path.read_text("utf-8") for path in SOURCES if path != own)


@pytest.mark.parametrize("kind", ["css", "js"])
def test_every_style_sheet_and_script_is_used(kind):
    pages = "".join(map(source_of, ALL))
    scripts = "".join(path.read_text("utf-8") for path in (ROOT / "static" / "js").glob("*.js"))
    unused = [
        path.name
        for path in (ROOT / "static" / kind).glob(f"*.{kind}")
        if f"{kind}/{path.name}" not in pages and f"./{path.name}" not in scripts
    ]

    assert unused == []
