"""The parts of the command line that are large enough to stand on their own."""
