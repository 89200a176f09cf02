"""The tests, one package for each room."""
