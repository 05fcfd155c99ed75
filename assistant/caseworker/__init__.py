"""The caseworker's pages: look something up, read a whole scheme, compare, try a case, and see a source's own words."""
