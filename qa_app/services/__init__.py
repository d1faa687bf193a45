"""One verb, one function: check the rule, change, record in the trail, flush; the caller commits."""
