"""Pages of signing in, of one's own account, and of a client's users."""
