"""Seeing inside a running service: metrics, spans, readiness. None of it holds a word of a user."""
