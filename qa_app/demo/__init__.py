"""An invented council to try everything on: `python3 run.py demo`. Nothing here knows a real database."""
