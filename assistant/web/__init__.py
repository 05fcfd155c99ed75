"""The web layer: the HTTP contract (design §7), its limits, and the pages rendered on the server."""
