"""The conversation as plain pages and forms, for browsers without JavaScript."""
