"""Pages about people: the list, one person through time, and the import."""
