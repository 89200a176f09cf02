"""How fast it is, each figure against a named floor of the same run: `python -m benchmarks.outbox` and others."""
