"""The Web API's methods by name. Scopes and tiers: docs.slack.dev/reference/methods, one page for each."""

from sandbox.calls import Method
from sandbox.methods import apps, chat, conversations, files, reactions, users, views

METHODS: dict[str, Method] = {
    **apps.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **reactions.METHODS,
    **users.METHODS,
    **views.METHODS,
}
