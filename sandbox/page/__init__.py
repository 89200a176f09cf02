"""The sandbox's page: a small Slack in the browser, drawn on the server and kept fresh with htmx."""
