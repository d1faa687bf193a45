"""The libraries of measures that come with the app."""
