"""Files that somebody made to do harm, or that a program made badly: built here, none of them kept.

Each is a file of audits that would be right, but for one thing.
"""

from collections.abc import Mapping

from tests.data_builders.crafted import kinds, markup, packed, sheets, texts
from tests.data_builders.crafted.crafted import Crafted

CRAFTED: Mapping[str, Crafted] = {
    **packed.FILES,
    **markup.FILES,
    **sheets.FILES,
    **kinds.FILES,
    **texts.FILES,
}

__all__ = ["CRAFTED", "Crafted"]
