"""The part of a workspace that covers or fills one person's screen: modals and App Homes."""

from dataclasses import replace

from sandbox import elements
from sandbox.refused import RefusedError
from sandbox.state import Core, State
from sandbox.things import Json, View

VIEW_STACK = 3
"""Views that one modal can hold (https://docs.slack.dev/surfaces/modals)."""


class Views(Core):
    """What the bot opened and published."""

    def view(self, view_id: str) -> View | None:
        """A view that is open."""
        return self._state.views.get(view_id)

    def named_view(self, external_id: str) -> View | None:
        """The open view with this external id."""
        views = tuple(self._state.views.values())
        return next((view for view in views if view.body.get("external_id") == external_id), None)

    def modal(self, user: str) -> View | None:
        """The top of the user's modal stack."""
        stack = self.stack(user)
        return stack[-1] if stack else None

    def stack(self, user: str) -> tuple[View, ...]:
        """The user's modals, the top one last."""
        with self._changed:
            return tuple(self._state.views[view_id] for view_id in self._state.stacks.get(user, ()))

    def home(self, user: str) -> View | None:
        """The user's App Home."""
        return self._state.views.get(self._state.homes.get(user, ""))

    def open_view(self, user: str, body: Json) -> View:
        """A new modal in place of whatever the user had open."""
        self.close_all(user)
        with self._changing() as state:
            return self._stacked(state, user, body)

    def push_view(self, user: str, body: Json) -> View:
        """A new modal on top; `push_limit_reached` on the fourth."""
        with self._changing() as state:
            if len(state.stacks.get(user, ())) >= VIEW_STACK:
                raise RefusedError("push_limit_reached")
            return self._stacked(state, user, body)

    def _stacked(self, state: State, user: str, body: Json) -> View:
        stack = state.stacks.setdefault(user, [])
        view_id = self.fresh_id("V")
        view = self._drawn(user, view_id, body, stack[0] if stack else view_id, stack[-1] if stack else None)
        stack.append(view_id)
        state.views[view_id] = view
        return view

    def _drawn(self, user: str, view_id: str, body: Json, root: str, previous: str | None) -> View:
        """A view as it is now shown: what was typed stays where block and action ids persist, as in Slack."""
        blocks = elements.with_ids(body["blocks"], lambda: self.fresh_id("b"))
        before = self._state.views.get(view_id)
        values = elements.values(blocks, before.values if before else None)
        mark = f"{int(self.now().timestamp())}.{next(self._numbers):08x}"
        return View(view_id, mark, user, body | {"blocks": list(blocks)}, root, previous, values)

    def update_view(self, view_id: str, body: Json) -> View:
        """Another body for an open view; `not_found` when it is closed."""
        with self._changing() as state:
            old = state.views.get(view_id)
            if old is None:
                raise RefusedError("not_found")
            state.views[view_id] = self._drawn(old.user, view_id, body, old.root_id, old.previous_id)
            return state.views[view_id]

    def publish(self, user: str, body: Json) -> View:
        """The user's App Home from now on."""
        with self._changing() as state:
            view_id = state.homes.setdefault(user, self.fresh_id("V"))
            state.views[view_id] = self._drawn(user, view_id, body, view_id, None)
            return state.views[view_id]

    def remember(self, view_id: str, values: Json) -> None:
        """Keep what the person left in a view's inputs; anything that is not an input of it is dropped."""
        with self._changing() as state:
            view = state.views.get(view_id)
            if view is not None:
                state.views[view_id] = replace(view, values=elements.values(view.blocks, values))

    def close_view(self, view_id: str) -> None:
        """Close a modal and what lies on it; the one below shows again."""
        with self._changing() as state:
            view = state.views.get(view_id)
            stack = state.stacks.get(view.user, []) if view else []
            while view_id in stack:
                state.views.pop(stack.pop())

    def close_all(self, user: str) -> None:
        """Close every modal of the user."""
        with self._changing() as state:
            for view_id in state.stacks.pop(user, []):
                state.views.pop(view_id)
