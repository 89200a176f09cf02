"""The study: the rules of a round, pure. No Slack, no database, no clock."""
