import re

import pytest

from qa_app.checkout import assets
from qa_app.checkout.problem import Problem


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("@font-face{font-family:GDS Transport;src:url(a.woff2)}.b{color:red}", ".b{color:red}"),
        (
            ".b{font-family:GDS Transport,arial,sans-serif;color:red}",
            ".b{font-family:Arial,Helvetica,sans-serif;color:red}",
        ),
        (".b{color:red}.govuk-footer__crown{margin:0}.c{top:0}", ".b{color:red}.c{top:0}"),
        (".logo:before{background:url(/assets/images/govuk-crest.svg)}", ""),
        # A group that held nothing else goes with its rule, and its neighbour stays.
        ("@media print{.a:after{mask:url(crest.svg)}}@media print{.b{top:0}}", "@media print{.b{top:0}}"),
        ('@charset "UTF-8";.crown{top:0}', '@charset "UTF-8";'),
        (".b{color:red}\n/*# sourceMappingURL=b.css.map */\n", ".b{color:red}\n\n"),
    ],
)
def test_stripped(css, expected):
    assert assets.stripped(css) == expected


def test_a_release_of_another_shape_is_refused():
    with pytest.raises(Problem, match=r"still has url\("):
        assets.stripped(".b{background:url(flag.png)}")


def test_the_served_stylesheet_asks_for_no_other_file():
    css = assets.STYLESHEET.read_text(encoding="utf-8")

    assert re.findall(r"@font-face|@import|url\(|GDS|crest|crown|copyright-logo|sourceMappingURL", css) == []
    # What is left of a stylesheet cut wrongly would not balance.
    assert css.count("{") == css.count("}")
    assert ".govuk-footer__licence-description{" in css


def test_the_served_script_is_a_module_and_asks_for_no_other_file():
    script = assets.SCRIPT.read_text(encoding="utf-8")

    assert "export{" in script
    assert "sourceMappingURL" not in script


def test_nothing_else_is_served():
    served = {file.name for file in assets.SERVED.iterdir() if not file.name.startswith(".")}

    assert served == {assets.STYLESHEET.name, assets.SCRIPT.name}
