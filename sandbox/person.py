"""`Person`: acts in a story test as somebody in front of Slack, sees what is drawn and presses only that."""

from collections.abc import Sequence
from typing import Self

from sandbox.acting import Reply, Where
from sandbox.drawn import option_words, options
from sandbox.filling import Filling
from sandbox.seeing import HOME, NotSeenError, labels_of_button
from sandbox.things import Message

__all__ = ["NotSeenError", "Person"]


class Person(Filling):
    """Somebody in the workspace. Everything waits for the bot for up to `patience` seconds, then shows the screen."""

    # --- going somewhere

    def opens_dm(self) -> Self:
        """Look at the conversation with the bot."""
        self._goes(self._workspace.dm(self.user.id).id)
        return self._did(self._acting.open_home(self.user.id, "messages"))

    def opens_channel(self, name: str) -> Self:
        """Look at a channel that the person is in."""
        mine = self._workspace.channels_for(self.user.id)
        found = [channel.id for channel in mine if channel.kind == "channel" and channel.name == name.lstrip("#")]
        if not found:
            self._fail(f"is in no channel {name}")
        return self._goes(found[0])

    def opens(self, place: str) -> Self:
        """Look at home, at dm (the conversation with the bot), or at a channel by its name."""
        if place == HOME:
            return self.opens_home()
        return self.opens_dm() if place == "dm" else self.opens_channel(place)

    def opens_home(self) -> Self:
        """Look at the app's Home tab."""
        self._goes(HOME)
        return self._did(self._acting.open_home(self.user.id))

    def _goes(self, place: str) -> Self:
        self._at = place
        if place != HOME:
            self._workspace.mark_read(place, self.user.id)
        return self

    # --- pressing

    def can_press(self, text: str, beside: str | None = None) -> bool:
        """Whether such a button is on the screen now."""
        return self._look_for(lambda _, element: text in labels_of_button(element), beside) is not None

    def presses(self, text: str, beside: str | None = None) -> Self:
        """Press a button (or an entry of a ... menu) by its text; `beside` names the section it belongs to."""
        spot, block, element = self._finds(
            lambda _, element: text in labels_of_button(element), f"sees no button {text!r}", beside
        )
        chosen = [option for option in options(element) if option_words(option) == text]
        held = {"selected_option": chosen[0]} if element["type"] == "overflow" else {}
        return self._presses(spot, block, element, held)

    def presses_forged(self, action_id: str, where: Where, block_id: str = "forged", **element: object) -> Self:
        """Send a press as a hostile client could: of anything, anywhere, on the screen or not."""
        forged = {"type": "button", **element}
        return self._did(self._acting.press(self.user.id, where, block_id, action_id, forged=forged))

    def submits(self) -> Self:
        """Press the modal's submit button."""
        view = self._until(lambda: self._workspace.modal(self.user.id), "sees no modal to submit")
        return self._did(self._acting.submit(self.user.id, view.id, view.values))

    def closes(self, *, everything: bool = False) -> Self:
        """Cancel the modal; with `everything`, by the X that closes all of them."""
        view = self._until(lambda: self._workspace.modal(self.user.id), "sees no modal to close")
        return self._did(self._acting.close(self.user.id, view.id, view.values, everything=everything))

    # --- who is here

    def invites(self, member: str) -> Self:
        """Bring a member, by id, into the channel where the person is."""
        return self._did(self._acting.invite(self.user.id, self._channel(), member))

    def removes(self, member: str) -> Self:
        """Take a member, by id, out of the channel where the person is."""
        return self._did(self._acting.remove(self.user.id, self._channel(), member))

    def uninstalls(self) -> Self:
        """Take the app out of the workspace."""
        return self._did(self._acting.uninstall(self.user.id))

    # --- words

    def runs(self, line: str) -> Self:
        """Run a slash command where the person is (in the conversation with the bot, when on the Home tab)."""
        command, _, text = line.partition(" ")
        return self._did(self._acting.command(self.user.id, self._channel(), command, text))

    def says(self, text: str, files: Sequence[tuple[str, bytes]] = (), *, under: str | None = None) -> Self:
        """Write a message where the person is; `under` is what the message shows in whose thread it goes."""
        first = self._shown(under) if under else None
        thread_ts = (first.thread_ts or first.ts) if first else None
        self._acting.say(self.user.id, self._channel(), text, files, thread_ts)
        return self._did(Reply(ok=True))

    def drops(self, name: str, content: bytes) -> Self:
        """Drop a file into the conversation."""
        return self.says("", [(name, content)])

    def uses(self, callback_id: str) -> Self:
        """Use a global shortcut."""
        return self._did(self._acting.shortcut(self.user.id, callback_id))

    def uses_on(self, callback_id: str, text: str) -> Self:
        """Use a message shortcut on the newest message that shows this text."""
        message = self._shown(text)
        return self._did(self._acting.message_shortcut(self.user.id, callback_id, message.channel, message.ts))

    def reacts(self, emoji: str, text: str, *, away: bool = False) -> Self:
        """Put an emoji below the newest message that shows this text, or take one's own away."""
        message = self._shown(text)
        return self._did(self._acting.react(self.user.id, message.channel, message.ts, emoji, away=away))

    def _shown(self, text: str) -> Message:
        return self._until(lambda: self._newest(text), f"sees no message {text!r}")

    def _newest(self, text: str) -> Message | None:
        return next((m for m in reversed(tuple(self._messages())) if text in self._message(m)), None)

    def _channel(self) -> str:
        return self._workspace.dm(self.user.id).id if self._at == HOME else self._at
