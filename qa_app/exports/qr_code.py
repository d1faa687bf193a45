"""A QR code as SVG, for a telephone's camera to read off a page."""

import segno


def qr_code_svg(text: str) -> str:
    """Black on white with the margin that readers need, and no style; as large as its place on the page."""
    code = segno.make(text, error="m", micro=False)
    return code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True)
