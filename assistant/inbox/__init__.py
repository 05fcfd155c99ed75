"""The support inbox: what needs a human look, grouped; what an editor makes of it; and figures that do not flatter."""
