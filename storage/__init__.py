"""The cellar: what is kept, and where. Knows no Slack."""
