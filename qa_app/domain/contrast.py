"""Whether colours can be told apart (WCAG 2.2, “contrast ratio” and “relative luminance”)."""

READABLE = 4.5
"""The least ratio for text of ordinary size, level AA."""


def contrast_ratio(one: str, other: str) -> float:
    """From 1 (the same colour) to 21 (black and white), of colours written as > #1d4f76"""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
