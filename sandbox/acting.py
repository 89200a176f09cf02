"""Acting as a person: what a click or a word becomes on its way to the bot, and what the acknowledgement does."""

import html
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from mimetypes import guess_type
from typing import Literal

from sandbox import elements, payloads
from sandbox.deliveries import Answer, Delivery
from sandbox.drawn import options
from sandbox.events import Events
from sandbox.refused import RefusedError
from sandbox.rules import check_message, check_view
from sandbox.things import Channel, File, InMessage, InView, Json, Member, Message, View, Where
from sandbox.workspace import Workspace

__all__ = ["Acting", "InMessage", "InView", "Reply", "Where"]

GONE = "That is no longer there."
CONNECTION = "We had some trouble connecting. Try again?"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the person notices at once: errors at fields (block id -> message), or trouble in words."""

    ok: bool
    errors: Mapping[str, str] = field(default_factory=dict)
    trouble: str | None = None
    acknowledged_with: Json | None = None


class Acting:
    """Does as a person does, through the bot that is connected."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        self._workspace, self._delivery = workspace, delivery
        self.events = Events(workspace, delivery)

    # --- pressing and filling in

    def press(  # noqa: PLR0913, PLR0917 - the page, Person and the control API share this one way
        self,
        user: str,
        where: Where,
        block_id: str,
        action_id: str,
        chosen: Json | None = None,
        values: Json | None = None,
        *,
        forged: Json | None = None,
    ) -> Reply:
        """Press or set one element that is on the person's screen.

        `chosen` is what it holds now ({} for a button), `values` is state.values as the person sees it.
        `forged` is an element to send although it is not there: what a hostile client can do.
        """
        person = self._workspace.member(user)
        try:
            blocks = self._blocks(user, where, forged=forged is not None)
        except RefusedError:
            return Reply(ok=False, trouble=GONE)
        found = elements.find(blocks, block_id, action_id)
        if forged is not None:
            found = {"block_id": block_id, "type": "actions"}, {"action_id": action_id, **forged}
        if found is None:
            return Reply(ok=False, trouble=GONE)
        block, element = found
        state = elements.changed(
            self._known(user, where) if values is None else values, block_id, element, chosen or {}
        )
        self._remember(user, where, state)
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Reply(ok=True)
        return self._pressed(person, where, block, element, chosen or {})

    def _pressed(self, person: Member, where: Where, block: Json, element: Json, chosen: Json) -> Reply:
        workspace = self._workspace
        action = payloads.action(workspace, block, element, chosen)
        try:
            if isinstance(where, InView):
                payload = payloads.pressed_in_view(workspace, person, self._open(where.view_id), action)
            else:
                message = workspace.message(where.channel, where.ts)
                payload = payloads.pressed_in_message(workspace, person, message, action)
        except RefusedError:
            return Reply(ok=False, trouble=GONE)
        return self._plain(self._delivery.ask("interactive", payload))

    def suggest(self, user: str, where: Where, block_id: str, action_id: str, typed: str) -> tuple[list[Json], Reply]:
        """The options that the bot offers in an external select for what is typed so far."""
        workspace, person = self._workspace, self._workspace.member(user)
        try:
            found = elements.find(self._blocks(user, where, forged=False), block_id, action_id)
            there = (
                workspace.message(where.channel, where.ts)
                if isinstance(where, InMessage)
                else self._open(where.view_id)
            )
        except RefusedError:
            return [], Reply(ok=False, trouble=GONE)
        if found is None:
            return [], Reply(ok=False, trouble=GONE)
        ids = {"block_id": block_id, "action_id": action_id}
        answer = self._delivery.ask("interactive", payloads.suggesting(workspace, person, there, ids, typed))
        offered = options(answer.payload or {}) if not answer.silence else []
        return offered, self._plain(answer)

    def _blocks(self, user: str, where: Where, *, forged: bool) -> Sequence[Json]:
        """The blocks that this user can see there."""
        workspace = self._workspace
        if isinstance(where, InMessage):
            message = workspace.message(where.channel, where.ts)
            hidden = user not in workspace.channel(where.channel).members or message.only_for not in (None, user)
            blocks: Sequence[Json] = message.blocks
        else:
            view = self._open(where.view_id)
            hidden = view.user != user
            blocks = view.blocks
        if hidden and not forged:
            raise RefusedError("not_found")
        return blocks

    def _open(self, view_id: str) -> View:
        view = self._workspace.view(view_id)
        if view is None:
            raise RefusedError("not_found")
        return view

    def _known(self, user: str, where: Where) -> Json:
        if isinstance(where, InMessage):
            return self._workspace.message_values(where.channel, where.ts, user)
        return self._open(where.view_id).values

    def _remember(self, user: str, where: Where, values: Json) -> None:
        if isinstance(where, InMessage):
            self._workspace.remember_message(where.channel, where.ts, user, values)
        else:
            self._workspace.remember(where.view_id, values)

    # --- modals

    def submit(self, user: str, view_id: str, values: Json) -> Reply:
        """Submit the top modal; what the acknowledgement asks for is done to it."""
        workspace = self._workspace
        top = workspace.modal(user)
        if top is None or top.id != view_id:
            return Reply(ok=False, trouble=GONE)
        workspace.remember(view_id, values)
        view = self._open(view_id)
        unanswered = elements.unanswered(view.blocks, view.values)
        if unanswered:
            return Reply(ok=False, errors=unanswered)
        answer = self._delivery.ask("interactive", payloads.submitted(workspace, workspace.member(user), view))
        if answer.silence:
            return self._plain(answer)
        try:
            return self._acknowledged(user, view, answer.payload or {})
        except (RefusedError, KeyError, TypeError, AttributeError) as refused:
            problem = refused.body() if isinstance(refused, RefusedError) else {"ok": False, "error": repr(refused)}
            workspace.record("bot->slack", "response_action", answer.payload or {}, problem)
            return Reply(ok=False, trouble=CONNECTION, acknowledged_with=answer.payload)

    def _acknowledged(self, user: str, view: View, said: Json) -> Reply:
        """Do what the acknowledgement of a submission says; without a word, the modal closes."""
        workspace = self._workspace
        match said.get("response_action"):
            case None:
                workspace.close_view(view.id)
            case "clear":
                workspace.close_all(user)
            case "update":
                workspace.update_view(view.id, check_view(said["view"], "modal"))
            case "push":
                workspace.push_view(user, check_view(said["view"], "modal"))
            case "errors":
                return Reply(ok=False, errors=_known_errors(view, said["errors"]), acknowledged_with=said)
            case other:
                raise RefusedError("invalid_response_action", messages=(f"unknown response_action {other}",))
        return Reply(ok=True, acknowledged_with=said)

    def close(self, user: str, view_id: str, values: Json | None = None, *, everything: bool = False) -> Reply:
        """Cancel the top modal, or with `everything` (or clear_on_close) the whole stack."""
        workspace = self._workspace
        view = workspace.view(view_id)
        if view is None or view.user != user:
            return Reply(ok=False, trouble=GONE)
        if values is not None:
            workspace.remember(view_id, values)
        cleared = everything or bool(view.body.get("clear_on_close"))
        going = workspace.stack(user) if cleared else (view,)
        if cleared:
            workspace.close_all(user)
        else:
            workspace.close_view(view_id)
        return self._said_goodbye(workspace.member(user), going, cleared=cleared)

    def _said_goodbye(self, person: Member, going: Sequence[View], *, cleared: bool) -> Reply:
        """Tell the bot of each closed view that asked for it; the person sees no answer, whatever comes back."""
        for view in reversed(going):
            if view.body.get("notify_on_close"):
                payload = payloads.closed(self._workspace, person, view, cleared=cleared)
                self._delivery.ask("interactive", payload)
        return Reply(ok=True)

    # --- words

    def say(
        self,
        user: str,
        channel: str,
        text: str,
        files: Sequence[tuple[str, bytes]] = (),
        thread_ts: str | None = None,
    ) -> Message:
        """Write in a channel, with files if any; <@U...> and <#C...> mention, all else is literal."""
        workspace = self._workspace
        if user not in workspace.channel(channel).members:
            raise RefusedError("not_in_channel")
        shared = tuple(self._upload(user, name, content, channel) for name, content in files)
        shown = [payloads.file_json(workspace, file) for file in shared]
        message = workspace.post(channel, user, escaped(text), thread_ts=thread_ts, files=shown)
        workspace.mark_read(channel, user)
        self.events.said(message, shared)
        return message

    def hold(self, user: str, name: str, content: bytes) -> Json:
        """Put a file into a form: it is kept, and stands in no channel."""
        return payloads.file_json(self._workspace, self._upload(user, name, content))

    def _upload(self, user: str, name: str, content: bytes, *channels: str) -> File:
        workspace = self._workspace
        kind = guess_type(name)[0] or "application/octet-stream"
        created = int(workspace.now().timestamp())
        file_id = workspace.fresh_id("F")
        return workspace.keep_file(
            File(file_id, name, name, user, created, content, kind, complete=True, channels=channels)
        )

    def react(self, user: str, channel: str, ts: str, name: str, *, away: bool = False) -> Reply:
        """Put an emoji below a message, or take one's own away."""
        try:
            message = self._workspace.react(channel, ts, name.strip(":"), user, away=away)
        except RefusedError:
            return Reply(ok=False, trouble=GONE)
        self.events.reacted(message, user, name.strip(":"), away=away)
        return Reply(ok=True)

    # --- members

    def invite(self, user: str, channel: str, member: str) -> Reply:
        """Bring a member, or the bot, into a channel."""
        self._workspace.member(member)
        if self._workspace.join(channel, member):
            self.events.joined(self._workspace.channel(channel), member, user)
        return Reply(ok=True)

    def remove(self, user: str, channel: str, member: str) -> Reply:
        """Take a member, the bot or oneself out of a channel."""
        self._workspace.member(user)
        if self._workspace.leave(channel, member):
            self.events.left(self._workspace.channel(channel), member)
        return Reply(ok=True)

    def uninstall(self, user: str) -> Reply:
        """Take the app out of the workspace: it is told, then its token is dead."""
        self._workspace.member(user)
        self.events.uninstalled()
        self._workspace.uninstall()
        return Reply(ok=True)

    # --- commands

    def command(self, user: str, channel: str, command: str, text: str) -> Reply:
        """Run a slash command."""
        workspace = self._workspace
        known = {declared["command"] for declared in workspace.commands}
        if workspace.commands and command not in known:
            return Reply(ok=False, trouble=f"{command} is not a valid command.")
        person, there = workspace.member(user), workspace.channel(channel)
        answer = self._delivery.ask("slash_commands", payloads.command(workspace, person, there, command, text))
        if answer.silence:
            return self._plain(answer, f"{command} failed. ")
        return self._command_said(user, there, answer.payload or {})

    def _command_said(self, user: str, channel: Channel, said: Json) -> Reply:
        """An acknowledgement with text or blocks is a message: for the person only, unless it says otherwise."""
        if not (said.get("text") or said.get("blocks")):
            return Reply(ok=True)
        try:
            check_message({name: said[name] for name in ("text", "blocks") if said.get(name)})
        except RefusedError as refused:
            self._workspace.record("bot->slack", "command acknowledgement", said, refused.body())
            return Reply(ok=False, trouble=CONNECTION, acknowledged_with=said)
        only_for = None if said.get("response_type") == "in_channel" else user
        text, blocks = said.get("text") or "", said.get("blocks") or ()
        message = self._workspace.post(channel.id, self._workspace.bot.id, text, blocks, only_for=only_for)
        self.events.said(message)
        return Reply(ok=True, acknowledged_with=said)

    # --- opening things

    def open_home(self, user: str, tab: Literal["home", "messages"] = "home") -> Reply:
        """Look at the app's Home tab, or with `messages` at its conversation."""
        self.events.home_opened(self._workspace.member(user).id, tab)
        return Reply(ok=True)

    def shortcut(self, user: str, callback_id: str) -> Reply:
        """Use one of the app's global shortcuts."""
        payload = payloads.shortcut(self._workspace, self._workspace.member(user), callback_id)
        return self._plain(self._delivery.ask("interactive", payload))

    def message_shortcut(self, user: str, callback_id: str, channel: str, ts: str) -> Reply:
        """Use one of the app's shortcuts in a message's menu."""
        workspace = self._workspace
        try:
            message = workspace.message(channel, ts)
        except RefusedError:
            return Reply(ok=False, trouble=GONE)
        payload = payloads.message_shortcut(workspace, workspace.member(user), callback_id, message)
        return self._plain(self._delivery.ask("interactive", payload))

    def _plain(self, answer: Answer, before: str = "") -> Reply:
        """The reply where an acknowledgement only matters by its coming."""
        name = self._workspace.place.app.name
        if answer.silence == "not connected":
            return Reply(ok=False, trouble=f"{before}{name} is not connected.")
        if answer.silence == "refused":
            return Reply(ok=False, trouble=f"{before}{name} answered with an error.")
        if answer.silence:
            return Reply(ok=False, trouble=f"{before}{name} did not answer in time.")
        return Reply(ok=True, acknowledged_with=answer.payload)


def _known_errors(view: View, errors: Json) -> dict[str, str]:
    """The errors, when each names an input block of the view; Slack shows only trouble otherwise."""
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not errors or not set(errors) <= inputs:
        raise RefusedError("invalid_errors", messages=("errors name a block that is no input of this view",))
    return {block_id: str(message) for block_id, message in errors.items()}


def escaped(typed: str) -> str:
    """What a person typed, as Slack hands it on: the three control characters escaped, mentions kept."""
    parts = re.split(r"(<[@#][A-Z0-9]+>)", typed)
    return "".join(part if n % 2 else html.escape(part, quote=False) for n, part in enumerate(parts))
