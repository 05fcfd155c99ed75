"""The way to a real person: a summary that the user reads, may change, and sends by a click of their own."""
