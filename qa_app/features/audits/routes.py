"""The pages of audits; each module declares its own on the one blueprint."""

from qa_app.features.audits import (
    filling_in,
    finishing,
    listing,
    reading,
    saving,
    starting,
    steering,
    taking_out,
)
from qa_app.features.audits.blueprint import blueprint

__all__ = [
    "blueprint",
    "filling_in",
    "finishing",
    "listing",
    "reading",
    "saving",
    "starting",
    "steering",
    "taking_out",
]
