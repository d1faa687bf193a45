"""Bytes of a file → rows, and every problem with them; knows the domain and nothing of the database."""
