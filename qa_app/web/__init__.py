"""What all pages share about HTTP."""
