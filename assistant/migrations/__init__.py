"""The tables from release to release: revisions that go up and down (docs/decisions/0027)."""
