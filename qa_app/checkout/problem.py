class Problem(Exception):
    """Something only the person at the machine can put right, as a sentence that says how."""
