"""Slack's rich_text and markdown blocks as safe HTML."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache

from markdown_it import MarkdownIt
from markupsafe import Markup

from sandbox.page import mrkdwn
from sandbox.page.mrkdwn import Names
from sandbox.things import Json

# The tag that each style of a text becomes; code goes innermost.
STYLES: Mapping[str, str] = {"code": "code", "strike": "s", "italic": "em", "bold": "strong"}


def to_html(elements: Sequence[Json], names: Names) -> Markup:
    """Draw the elements of a rich_text block."""
    return Markup("").join(_BLOCKS.get(element["type"], _unknown)(element, names) for element in elements)


def markdown(text: str) -> Markup:
    """Draw a markdown block; HTML in it is shown, not obeyed."""
    return Markup(_commonmark().render(text))  # noqa: S704 - the renderer escapes, and refuses unsafe links


@cache
def _commonmark() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def _section(element: Json, names: Names) -> Markup:
    return Markup("<div>{}</div>").format(_inlines(element, names))


def _list(element: Json, names: Names) -> Markup:
    tag = "ol" if element.get("style") == "ordered" else "ul"
    items = (Markup("<li>{}</li>").format(_inlines(item, names)) for item in element["elements"])
    shape = f'<{tag} class="indent-{int(element.get("indent", 0))}" start="{int(element.get("offset", 0)) + 1}">'
    return Markup(f"{shape}{{}}</{tag}>").format(Markup("").join(items))  # noqa: S704 - two tags and two numbers


def _preformatted(element: Json, names: Names) -> Markup:
    return Markup("<pre>{}</pre>").format(_inlines(element, names))


def _quote(element: Json, names: Names) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(_inlines(element, names))


def _inlines(element: Json, names: Names) -> Markup:
    return Markup("").join(_inline(inner, names) for inner in element["elements"])


def _inline(element: Json, names: Names) -> Markup:
    drawn = _INLINES.get(element["type"], _unknown)(element, names)
    for style, tag in STYLES.items():
        if element.get("style", {}).get(style):
            drawn = Markup(f"<{tag}>{{}}</{tag}>").format(drawn)  # noqa: S704 - one of four tags
    return drawn


def _text(element: Json, _names: Names) -> Markup:
    lines = str(element["text"]).split("\n")
    return Markup("<br>").join(lines)


def _link(element: Json, _names: Names) -> Markup:
    return mrkdwn.link(element["url"], element.get("text") or element["url"])


def _user(element: Json, names: Names) -> Markup:
    return mrkdwn.inline(f"<@{element['user_id']}>", names)


def _channel(element: Json, names: Names) -> Markup:
    return mrkdwn.inline(f"<#{element['channel_id']}>", names)


def _broadcast(element: Json, names: Names) -> Markup:
    return mrkdwn.inline(f"<!{element['range']}>", names)


def _emoji(element: Json, _names: Names) -> Markup:
    return mrkdwn.plain(f":{element['name']}:")


def _date(element: Json, names: Names) -> Markup:
    at = datetime.fromtimestamp(int(element["timestamp"]), names.zone)
    return mrkdwn.inline(f"<!date^{element['timestamp']}^{element.get('format', '{date}')}|{at:%Y-%m-%d}>", names)


def _colour(element: Json, _names: Names) -> Markup:
    return Markup("<code>{}</code>").format(element["value"])


def _unknown(element: Json, _names: Names) -> Markup:
    return Markup('<span class="unknown">{}</span>').format(element["type"])


_BLOCKS: Mapping[str, Callable[[Json, Names], Markup]] = {
    "rich_text_section": _section,
    "rich_text_list": _list,
    "rich_text_preformatted": _preformatted,
    "rich_text_quote": _quote,
}
_INLINES: Mapping[str, Callable[[Json, Names], Markup]] = {
    "text": _text,
    "link": _link,
    "user": _user,
    "usergroup": lambda element, names: mrkdwn.inline(f"<!subteam^{element['usergroup_id']}>", names),
    "channel": _channel,
    "broadcast": _broadcast,
    "emoji": _emoji,
    "date": _date,
    "color": _colour,
}
