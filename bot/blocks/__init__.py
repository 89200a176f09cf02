"""The drawing room: state in, Slack blocks out. Knows no storage and no Bolt."""
