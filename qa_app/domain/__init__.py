"""The rules of quality assurance, as pure functions and frozen types: no database and no pages."""
