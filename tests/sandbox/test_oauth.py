"""Installing, uninstalling, and the tokens that live and die by it."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth import AuthorizeUrlGenerator

from sandbox.person import Person
from sandbox.server import Sandbox
from tests.sandbox.test_web_api import error

BACK = "http://127.0.0.1:1/slack/oauth_redirect"
SECRETS = {"client_id": "1000000000001.1000000000002", "client_secret": "sandbox-client-secret"}


def ask(sandbox: Sandbox, **more: str) -> httpx.Response:
    """What a person sees who follows the bot's link."""
    urls = AuthorizeUrlGenerator(
        client_id=more.pop("client_id", SECRETS["client_id"]),
        scopes=["chat:write", "commands"],
        redirect_uri=more.pop("redirect_uri", BACK),
        authorization_url=f"{sandbox.url}oauth/v2/authorize",
    )
    return httpx.get(urls.generate("my <state>"))


def allow(sandbox: Sandbox, **more: str) -> dict[str, list[str]]:
    """The query with which the person comes back."""
    asked = {"redirect_uri": BACK, "state": "my <state>", "scope": "chat:write", "user": "U0ADA"}
    answer = httpx.get(f"{sandbox.url}oauth/v2/answer", params=asked | (more or {"allow": "1"}))
    return parse_qs(urlsplit(answer.headers["location"]).query)


def token(sandbox: Sandbox) -> str:
    code = allow(sandbox)["code"][0]
    return str(
        WebClient(base_url=sandbox.api_url).oauth_v2_access(code=code, redirect_uri=BACK, **SECRETS)["access_token"]
    )


def test_the_page_names_the_app_and_what_it_wants(empty: Sandbox) -> None:
    page = ask(empty).text
    assert "Greeter asks to come into Garden" in page
    assert "<li>chat:write</li><li>commands</li>" in page
    assert 'value="my &lt;state&gt;"' in page


def test_who_allows_comes_back_with_a_code_and_the_state(empty: Sandbox) -> None:
    back = allow(empty)
    assert (set(back), back["state"]) == ({"code", "state"}, ["my <state>"])


def test_who_cancels_comes_back_without(empty: Sandbox) -> None:
    assert allow(empty, cancel="1") == {"error": ["access_denied"], "state": ["my <state>"]}


def test_a_code_is_good_for_the_token_once(empty: Sandbox) -> None:
    code = allow(empty)["code"][0]
    client = WebClient(base_url=empty.api_url)
    answer = client.oauth_v2_access(code=code, redirect_uri=BACK, **SECRETS)
    assert (answer["access_token"], answer["bot_user_id"], answer["authed_user"]) == (
        "xoxb-garden",
        "U0GREETER",
        {"id": "U0ADA"},
    )
    assert error(lambda: client.oauth_v2_access(code=code, **SECRETS)) == "invalid_code"


REFUSED = [
    ({"client_id": "1.2"}, "invalid_client_id"),
    ({"client_secret": "guess"}, "bad_client_secret"),
    ({"code": "guess"}, "invalid_code"),
    ({"redirect_uri": "http://127.0.0.1:1/elsewhere"}, "bad_redirect_uri"),
]


@pytest.mark.parametrize(("wrong", "code"), REFUSED)
def test_nobody_else_gets_the_token(empty: Sandbox, wrong: dict[str, str], code: str) -> None:
    given = {**SECRETS, "code": allow(empty)["code"][0], **wrong}
    assert error(lambda: WebClient(base_url=empty.api_url).api_call("oauth.v2.access", params=given)) == code


def test_a_page_for_a_strange_app_or_address_leads_nowhere(empty: Sandbox) -> None:
    assert ask(empty, client_id="1.2").status_code == 400
    assert ask(empty, redirect_uri="javascript:alert(1)").status_code == 400


def test_an_uninstalled_app_is_told_and_its_token_is_dead(sandbox: Sandbox) -> None:
    ada = Person(sandbox, "U0ADA").drops("a.txt", b"a").sees("a.txt weighs 1 bytes").sees("Thank you")
    file = sandbox.workspace.messages("D0ADA", "U0ADA")[0].files[0]
    ada.uninstalls()
    sandbox.deliveries.settle()
    told = [exchange.request["event"] for exchange in sandbox.workspace.traffic() if exchange.name == "tokens_revoked"]
    assert told[0]["tokens"] == {"oauth": [], "bot": ["U0GREETER"]}
    assert "app_uninstalled" in [exchange.name for exchange in sandbox.workspace.traffic()]
    client = WebClient(token="xoxb-garden", base_url=sandbox.api_url)
    assert error(client.auth_test) == "account_inactive"
    download = httpx.get(file["url_private"], headers={"Authorization": "Bearer xoxb-garden"})
    assert download.status_code == 302


def test_an_uninstalled_app_hears_nothing_more(sandbox: Sandbox) -> None:
    Person(sandbox, "U0ADA").uninstalls().says("hello")
    sandbox.deliveries.settle()
    assert "message" not in [exchange.name for exchange in sandbox.workspace.traffic()]


def test_an_app_that_comes_back_has_another_token(empty: Sandbox) -> None:
    Person(empty, "U0ADA").uninstalls()
    fresh = token(empty)
    assert fresh != "xoxb-garden"
    assert WebClient(token=fresh, base_url=empty.api_url).auth_test()["ok"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        WebClient(token="xoxb-garden", base_url=empty.api_url).auth_test()


def test_an_app_may_give_its_token_back(empty: Sandbox) -> None:
    client = WebClient(token="xoxb-garden", base_url=empty.api_url)
    assert client.auth_revoke(test=True)["revoked"] is False
    assert client.auth_revoke()["revoked"] is True
    assert error(client.auth_test) == "account_inactive"
