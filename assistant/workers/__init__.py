"""Several processes that serve behind one port: a supervisor that holds the port, and workers that answer."""
