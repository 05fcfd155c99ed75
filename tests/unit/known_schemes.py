"""The schemes of the repository, read once for all unit tests."""

from knowledge.loader import load_schemes

SCHEMES = {scheme.id: scheme for scheme in load_schemes()}
