"""One file that holds everything the database held at one moment, and the way back from it."""
