"""The catalogue of measures as words and tables."""
