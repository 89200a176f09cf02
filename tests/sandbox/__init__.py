"""The sandbox, tried with the official client."""
