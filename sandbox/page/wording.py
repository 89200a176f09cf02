"""What people write: names after @ and # become the mentions that Slack sends; and what is offered while they type."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sandbox.page import mrkdwn
from sandbox.workspace import Workspace

EMOJI = """
thumbsup +1 -1 tada clap raised_hands pray wave eyes heart fire rocket star sparkles bulb white_check_mark x warning
question exclamation smile slightly_smiling_face joy thinking_face sweat_smile sob coffee calendar clock9 hourglass
memo pencil2 pushpin link paperclip page_facing_up bar_chart chart_with_upwards_trend mag bell lock key handshake
speech_balloon busts_in_silhouette hospital house seedling sunny umbrella red_circle large_yellow_circle arrow_right
large_green_circle large_blue_circle arrow_left point_right 100 trophy gift checkered_flag dart construction
"""
REACTIONS = ("+1", "white_check_mark", "eyes", "tada", "heart", "thinking_face")


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that the composer offers: what is written, by which beginnings it is found, and how it is shown."""

    written: str
    found: str
    shown: str
    more: str = ""
    sign: str = ""


def with_mentions(workspace: Workspace, text: str) -> str:
    """The text with the ids of the people and channels that it names."""
    called = _called(workspace)
    if not called:
        return text
    longest_first = sorted(called, key=len, reverse=True)
    names = "|".join(re.escape(name) for name in longest_first)
    return re.sub(rf"(?<![\w<])(?:{names})(?!\w)", lambda found: called[found[0].casefold()], text, flags=re.IGNORECASE)


def _called(workspace: Workspace) -> Mapping[str, str]:
    people = {
        f"@{name.casefold()}": f"<@{member.id}>"
        for member in (*workspace.people(), workspace.bot)
        for name in (member.real_name, member.name)
    }
    places = {f"#{c.name.casefold()}": f"<#{c.id}>" for c in workspace.channels() if c.kind == "channel"}
    return people | places


def offers(workspace: Workspace) -> Iterator[Offer]:
    """Everything that can be completed: commands, people, channels, emoji."""
    for command in workspace.commands:
        more = f"{command.get('usage_hint', '')}|{command.get('description', '')}"
        yield Offer(command["command"], command["command"], command["command"], more)
    for member in (*workspace.people(), workspace.bot):
        words = [f"@{word}" for word in (*member.real_name.split(), member.name)]
        found = "|".join((f"@{member.real_name}", *words)).lower()
        yield Offer(f"@{member.real_name}", found, member.real_name, f"|{member.title}", "@")
    for channel in workspace.channels():
        if channel.kind == "channel":
            yield Offer(f"#{channel.name}", f"#{channel.name}", channel.name, "", "#")
    for name in EMOJI.split():
        yield Offer(f":{name}:", f":{name}", f":{name}:", "", mrkdwn.emoji(name))
