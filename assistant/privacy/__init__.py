"""Privacy: masking of personal data, retention, and erasure that really deletes."""
