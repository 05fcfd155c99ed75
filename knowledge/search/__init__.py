"""Search: one interface over an embedded engine and PostgreSQL, both on the same tokens (docs/search.md)."""
