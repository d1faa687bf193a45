"""What a machine needs before the app can run, from the standard library only: run.py's own parts."""
