"""/oauth/v2/authorize: a person allows the app, and is sent back to it with a code."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from sandbox.refused import RefusedError
from sandbox.workspace import Workspace

ASKED = ("client_id", "scope", "redirect_uri", "state", "user_scope")


@dataclass(frozen=True, slots=True)
class Consent:
    """The page that asks (https://docs.slack.dev/authentication/installing-with-oauth)."""

    workspace: Workspace

    def routes(self) -> list[Route]:
        """Where it answers."""
        return [Route("/oauth/v2/authorize", self.ask, methods=["GET"]), Route("/oauth/v2/answer", self.answered)]

    def ask(self, request: Request) -> Response:
        """Who are you, and may it?"""
        query, app = request.query_params, self.workspace.place.app
        if query.get("client_id") != app.client_id:
            return HTMLResponse("<p>Something went wrong: invalid_client_id.</p>", 400)
        if urlsplit(query.get("redirect_uri", "")).scheme not in {"http", "https"}:
            return HTMLResponse("<p>Something went wrong: bad_redirect_uri.</p>", 400)
        return HTMLResponse(_page(self.workspace, {name: query.get(name, "") for name in ASKED}))

    def answered(self, request: Request) -> Response:
        """Send the person back: with a code, or with their refusal."""
        query = request.query_params
        back, state = query.get("redirect_uri", ""), {"state": query.get("state", "")}
        if "allow" not in query:
            return RedirectResponse(f"{back}?{urlencode({'error': 'access_denied', **state})}", 302)
        try:
            user = self.workspace.member(query.get("user", "")).id
        except RefusedError as refused:
            return HTMLResponse(f"<p>Something went wrong: {escape(refused.code)}.</p>", 400)
        code = self.workspace.codes.issue(user, back, query.get("scope", ""))
        return RedirectResponse(f"{back}?{urlencode({'code': code, **state})}", 302)


def _page(workspace: Workspace, asked: dict[str, str]) -> str:
    kept = "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in asked.items())
    people = "".join(f'<option value="{p.id}">{escape(p.real_name)}</option>' for p in workspace.people())
    scopes = "".join(f"<li>{escape(scope)}</li>" for scope in asked["scope"].split(",") if scope)
    app, team = escape(workspace.place.app.name), escape(workspace.team.name)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta name="viewport" content="width=device-width">'
        f"<title>Allow {app}</title></head><body><main><h1>{app} asks to come into {team}</h1><ul>{scopes}</ul>"
        f'<form action="/oauth/v2/answer">{kept}<p><label>You are <select name="user">{people}</select></label></p>'
        f'<p><button name="allow" value="1">Allow</button> <button name="cancel" value="1">Cancel</button></p>'
        f"</form></main></body></html>"
    )
