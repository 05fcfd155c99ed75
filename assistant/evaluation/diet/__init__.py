"""Rasa's default pipeline on NorSID, for comparison; in an environment of its own."""
