"""The library: published maturity frameworks, as data. Knows nobody."""
