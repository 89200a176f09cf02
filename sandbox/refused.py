"""Slack's way to say no."""

from sandbox.things import Json


class RefusedError(Exception):
    """A call that Slack answers with `ok: false`."""

    def __init__(self, code: str, *, messages: tuple[str, ...] = (), **more: str) -> None:
        super().__init__(code)
        self.code, self.messages, self.more = code, messages, more

    def body(self) -> Json:
        """The answer to the caller."""
        body: Json = {"ok": False, "error": self.code, **self.more}
        return body | {"response_metadata": {"messages": list(self.messages)}} if self.messages else body
