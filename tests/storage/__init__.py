"""The cellar, on a real SQLite and a real PostgreSQL."""
