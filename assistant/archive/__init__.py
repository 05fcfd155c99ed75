"""The archive: what was said to users, so that it can be said again later from the version, texts and day of then."""
