"""One folder per thing a person comes to do."""
