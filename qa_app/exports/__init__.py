"""A table, a report or a chart in; the bytes of a file, or the SVG of a page, out."""
