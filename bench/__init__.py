"""What the app costs beside the bare way of doing the same: `python3 run.py bench [names]`.

Each benchmark is one file with `run(scale)`, which gives results as they come. The two sides of a ratio
take turns within one run, so that a busy machine slows both.
"""
