"""Slack's mrkdwn as safe HTML: everything is escaped, and only tags written in this file come out."""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from urllib.parse import urlsplit

from markupsafe import Markup, escape
from rich.emoji import Emoji, NoEmoji

# Slack's own names where they differ from the ones that rich knows.
SLACK_EMOJI: Mapping[str, str] = {
    "large_green_circle": "\N{LARGE GREEN CIRCLE}",
    "large_yellow_circle": "\N{LARGE YELLOW CIRCLE}",
    "large_orange_circle": "\N{LARGE ORANGE CIRCLE}",
    "large_purple_circle": "\N{LARGE PURPLE CIRCLE}",
    "large_brown_circle": "\N{LARGE BROWN CIRCLE}",
    "large_red_square": "\N{LARGE RED SQUARE}",
    "large_orange_square": "\N{LARGE ORANGE SQUARE}",
    "large_yellow_square": "\N{LARGE YELLOW SQUARE}",
    "large_green_square": "\N{LARGE GREEN SQUARE}",
    "large_blue_square": "\N{LARGE BLUE SQUARE}",
    "large_purple_square": "\N{LARGE PURPLE SQUARE}",
    "simple_smile": "\N{SLIGHTLY SMILING FACE}",
}
SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
DEPTH = 4  # styles inside styles; deeper ones are shown as typed

_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_QUOTE = re.compile(r"^(?:>|&gt;) ?")
_BULLET = re.compile(r"^(\s*)([•◦▪‣])\s+")
_EMOJI = re.compile(r":([a-z0-9_+'-]+):(?::skin-tone-\d:)?")
_CALENDAR = re.compile(r"\{(\w+)\}")


def _styled(mark: str, name: str) -> str:
    edge = r"[A-Za-z0-9" + mark + "]"
    return rf"(?<!{edge})\{mark}(?![\s{mark}])(?P<{name}>[^\n]*?[^\s{mark}])\{mark}(?!{edge})"


_INLINE = re.compile(
    "|".join(
        (
            r"`(?P<code>[^`\n]+)`",
            r"<(?P<angle>[^<>\n]+)>",
            r"(?P<bare>https?://[^\s<>|]*[^\s<>|.,;:!?)'\"])",
            _EMOJI.pattern.replace("(", "(?P<emoji>", 1),
            _styled("*", "bold"),
            _styled("_", "italic"),
            _styled("~", "strike"),
        )
    )
)


@dataclass(frozen=True, slots=True)
class Names:
    """What ids and instants are called where the words are read."""

    people: Mapping[str, str] = field(default_factory=dict)
    channels: Mapping[str, str] = field(default_factory=dict)
    zone: tzinfo = UTC
    reader: str = ""


def to_html(text: str, names: Names) -> Markup:
    """Draw a whole mrkdwn text."""
    parts = _FENCE.split(text)
    drawn = (_lines(part, names) if n % 2 == 0 else _fenced(part) for n, part in enumerate(parts))
    return Markup("").join(drawn)


def plain(text: str) -> Markup:
    """Draw plain text: emoji codes are shown, nothing else is."""
    pieces = _EMOJI.sub(lambda found: emoji(found[1]) or found[0], text).split("\n")
    return Markup("<br>").join(escape(piece) for piece in pieces)


def emoji(name: str) -> str:
    """Return the character for an emoji's name, or nothing when it has none."""
    if name in SLACK_EMOJI:
        return SLACK_EMOJI[name]
    try:
        return str(Emoji(name))
    except NoEmoji:
        return ""


def link(url: str, label: str | Markup) -> Markup:
    """Draw a link when its address is of a safe kind; else only its words."""
    if _scheme(url) not in SAFE_SCHEMES:
        return escape(label)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(url, label)


def _scheme(url: str) -> str:
    try:
        return urlsplit(url.strip()).scheme.lower()
    except ValueError:  # such as an unclosed bracket in the host
        return ""


def _fenced(code: str) -> Markup:
    return Markup("<pre>{}</pre>").format(_unescaped(code))


def _lines(text: str, names: Names) -> Markup:
    """Draw lines: quotes together, bullets with a hanging indent, the rest with line breaks."""
    drawn: list[Markup] = []
    quoted: list[Markup] = []
    running = False  # the line before was ordinary text, so a break is due
    for line in text.split("\n") if text else []:
        if mark := _QUOTE.match(line):
            quoted.append(inline(line[mark.end() :], names))
            running = False
            continue
        if quoted:
            drawn.append(_quote(quoted))
            quoted = []
        if bullet := _BULLET.match(line):
            drawn.append(_bullet(bullet, inline(line[bullet.end() :], names)))
            running = False
            continue
        drawn.append(Markup("<br>") * running + inline(line, names))
        running = True
    if quoted:
        drawn.append(_quote(quoted))
    return Markup("").join(drawn)


def _quote(lines: list[Markup]) -> Markup:
    return Markup("<blockquote>{}</blockquote>").format(Markup("<br>").join(lines))


def _bullet(found: re.Match[str], words: Markup) -> Markup:
    deep = "bullet deep" if found[1] else "bullet"
    return Markup('<span class="{}"><span>{}</span><span>{}</span></span>').format(deep, found[2], words)


def inline(text: str, names: Names, depth: int = 0) -> Markup:
    """Draw one line: styles, links, mentions, dates and emoji."""
    drawn, at = [], 0
    for found in _INLINE.finditer(text):
        drawn += [_words(text[at : found.start()]), _piece(found, names, depth)]
        at = found.end()
    return Markup("").join([*drawn, _words(text[at:])])


def _piece(found: re.Match[str], names: Names, depth: int) -> Markup:
    kind, inner = found.lastgroup or "", found[found.lastgroup or 0]
    match kind:
        case "code":
            return Markup("<code>{}</code>").format(_unescaped(inner))
        case "angle":
            return _angle(inner, names)
        case "bare":
            return link(_unescaped(inner), _unescaped(inner))
        case "emoji":
            return Markup('<span class="emoji">{}</span>').format(emoji(inner)) if emoji(inner) else _words(found[0])
    if depth >= DEPTH:
        return _words(found[0])
    tag = {"bold": "strong", "italic": "em", "strike": "s"}[kind]
    return Markup(f"<{tag}>{{}}</{tag}>").format(inline(inner, names, depth + 1))  # noqa: S704 - one of three tags


def _angle(inner: str, names: Names) -> Markup:
    """Draw what stands between < and >: a mention, a channel, a date or a link."""
    target, _, label = inner.partition("|")
    for mark, draw in _ANGLES.items():
        if target.startswith(mark):
            return draw(target.removeprefix(mark), label, names)
    if _scheme(_unescaped(target)) in SAFE_SCHEMES:
        url = _unescaped(target)
        return link(url, inline(label, names, DEPTH) if label else url.removeprefix("mailto:"))
    return _words(f"<{inner}>")


def _person(user: str, label: str, names: Names) -> Markup:
    told = names.people.get(user) or label or user
    own = " own" if user == names.reader else ""
    return Markup('<span class="mention{}">@{}</span>').format(own, _unescaped(told).removeprefix("@"))


def _channel(channel: str, label: str, names: Names) -> Markup:
    return Markup('<span class="mention">#{}</span>').format(
        _unescaped(names.channels.get(channel) or label or channel)
    )


def _special(target: str, label: str, names: Names) -> Markup:
    if target.startswith("date^"):
        return _date(target, label, names)
    word = label or target.partition("^")[0]
    return Markup('<span class="mention own">@{}</span>').format(_unescaped(word).removeprefix("@"))


_ANGLES: Mapping[str, Callable[[str, str, Names], Markup]] = {"@": _person, "#": _channel, "!": _special}


def _date(target: str, fallback: str, names: Names) -> Markup:
    """Draw <!date^SECONDS^FORMAT^LINK|FALLBACK> in the reader's time zone."""
    try:
        _, seconds, form, *rest = target.split("^")
        at = datetime.fromtimestamp(int(seconds), names.zone)
    except (ValueError, OverflowError, OSError):
        return _words(fallback or target)
    told = _unescaped(_CALENDAR.sub(lambda token: _part(token[1], at) or token[0], form))
    return link(_unescaped(rest[0]), told) if rest else Markup("<time>{}</time>").format(told)


def _part(token: str, at: datetime) -> str:
    day = token.removesuffix("_pretty")
    return {
        "date_num": at.strftime("%Y-%m-%d"),
        "date": f"{at.day} {at:%B %Y}",
        "date_short": f"{at.day} {at:%b %Y}",
        "date_long": f"{at:%A} {at.day} {at:%B %Y}",
        "time": at.strftime("%H:%M"),
        "time_secs": at.strftime("%H:%M:%S"),
    }.get(day, "")


def _words(text: str) -> Markup:
    return escape(_unescaped(text))


def _unescaped(text: str) -> str:
    """Undo the three escapes that Slack asks senders for (& < >), so that escaping again shows what was meant."""
    return re.sub(r"&(?:amp|lt|gt);", lambda found: html.unescape(found[0]), text)
