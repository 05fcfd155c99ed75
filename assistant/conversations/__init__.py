"""Conversations: their tokens, messages, idempotent replies, feedback, resume links and checklists."""
