"""One question asked of the data, one file; a query changes nothing."""
