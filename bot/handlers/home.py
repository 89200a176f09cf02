"""The app's Home tab."""

from slack_bolt import App

from bot import payloads
from bot.payloads import Body
from bot.screens import Screens


def register(app: App, screens: Screens) -> None:
    """Listen to people who open the app."""

    @app.event("app_home_opened")
    def opened(body: Body) -> None:
        if body["event"].get("tab", "home") == "home":
            screens.home(payloads.caller(body))
