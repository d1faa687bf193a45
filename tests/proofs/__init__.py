"""The long forms of tests: each by its name, with its figure on the last line, and 0 only when it holds."""
