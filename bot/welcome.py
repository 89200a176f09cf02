"""How people let us into their workspaces: to Slack's consent page, and back with a code or with their no."""

import hmac
from dataclasses import dataclass
from html import escape
from typing import Final

import structlog
from slack_sdk.errors import SlackApiError
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.app import House
from bot.desk import installing
from bot.oauth import OAuth
from flows.refusal import Refusal
from storage.installations import Installation, TokenSeal

log = structlog.get_logger()
INSTALL: Final = "/slack/install"
REDIRECT: Final = "/slack/oauth_redirect"
COOKIE: Final = "common_view_consent"
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
USED_UP = "Please start again, in one browser and within ten minutes."
SAID_NO = "You said no, and Common View keeps nothing of it."
FAILED = "Slack did not complete this. Please try once more in a minute."


@dataclass(frozen=True, slots=True)
class Consent:
    """Our name at Slack, and what tokens are sealed with."""

    oauth: OAuth
    seal: TokenSeal


@dataclass(frozen=True, slots=True)
class Welcome:
    """The pages on the way."""

    house: House
    consent: Consent

    def routes(self) -> tuple[Route, ...]:
        """Where they are."""
        return Route(INSTALL, self.leave), Route(REDIRECT, self.come_back)

    def leave(self, _: Request) -> Response:
        """Send somebody to Slack, with a state that only their browser brings back."""
        state = installing.begin(self.house.desk)
        response = RedirectResponse(self.consent.oauth.address(state), 302, HEADERS)
        secure = self.consent.oauth.redirect_uri.startswith("https:")
        response.set_cookie(COOKIE, state, max_age=600, path=REDIRECT, secure=secure, httponly=True, samesite="lax")
        return response

    def come_back(self, request: Request) -> Response:
        """Somebody comes back, once."""
        query, ours = request.query_params, request.cookies.get(COOKIE, "")
        state = query.get("state", "")
        if not (hmac.compare_digest(state.encode(), ours.encode()) and installing.came_back(self.house.desk, state)):
            return _failed(400, USED_UP)
        if "code" not in query:
            return _failed(200, SAID_NO)
        try:
            found = self.consent.oauth.exchange(query["code"], self.house.desk.clock())
        except Refusal as no:
            return _failed(400, no.reason)
        except (SlackApiError, OSError, ValueError) as fault:
            said = fault.response.get("error") if isinstance(fault, SlackApiError) else type(fault).__name__
            log.error("not installed", error=said)  # noqa: TRY400 - its code is enough
            return _failed(502, FAILED)
        return self._let_in(found)

    def _let_in(self, found: Installation) -> Response:
        installing.let_in(self.house.desk, self.consent.seal, found)
        self.house.fronts.forget(found.workspace)
        self.house.heartbeat.wake()
        log.info("installed", workspace=found.workspace)
        return _page(
            200, "Common View is installed", f"It is in {found.name} now. In Slack, invite it to a channel to begin."
        )


def _failed(status: int, words: str) -> Response:
    return _page(status, "Nothing was installed", words, f'<p><a href="{INSTALL}">Start again</a></p>')


def _page(status: int, title: str, words: str, way: str = "") -> Response:
    """`way` is ours; all else is escaped."""
    return HTMLResponse(
        '<!DOCTYPE html><html lang="en-GB"><head><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title></head><body><main><h1>{escape(title)}</h1><p>{escape(words)}</p>{way}"
        "</main></body></html>",
        status,
        HEADERS,
    )
