"""The doll's house: a Slack that runs on this machine."""
