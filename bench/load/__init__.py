"""Many people at once: what they do (for locust), and the servers that they do it at."""
