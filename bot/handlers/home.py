"""The app itself: its Home tab, and words typed to it."""

from slack_bolt import App

from bot import payloads
from bot.blocks import home as blocks
from bot.desk import Desk, seeing
from bot.payloads import Body
from bot.screens import Screens

HOW = (
    "I cannot read answers from messages, so that nothing you say about your partnership stands in a chat. "
    "Use the buttons on your card above, or open the *Home* tab of this app."
)


def register(app: App, desk: Desk, screens: Screens) -> None:
    """Listen to people who open the app or write to it."""

    @app.event("app_home_opened")
    def opened(body: Body) -> None:
        if body["event"].get("tab", "home") == "home":
            screens.home(payloads.caller(body))

    @app.event("message")
    def written(body: Body) -> None:
        """Answers are given with buttons; typed words get a kind answer that says how, and where one stands."""
        event = body["event"]
        if event.get("channel_type") == "im" and not event.get("bot_id") and not event.get("subtype"):
            screens.say(event["channel"], f"{HOW}\n\n{blocks.in_words(seeing.overview(desk, payloads.caller(body)))}")
