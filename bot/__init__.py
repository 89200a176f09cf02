"""Front of house: Slack in, Slack out, and the desk between them and the rules."""
