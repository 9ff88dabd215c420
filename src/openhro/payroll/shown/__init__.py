"""How pages show what the queries found: words, tones, links and charts. Nothing here reads the database."""
