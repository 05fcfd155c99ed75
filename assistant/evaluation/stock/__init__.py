"""The same bot on Rasa as it is installed, to measure ours against: `rasa run`, `rasa run actions`, SQLite."""
