"""The tables as they came to be, revision by revision."""
