"""`/maturity`: one word after it says what is wanted. Unknown words are answered with the nearest that is known."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import partial
from itertools import groupby

from slack_bolt import Ack, App

from bot import payloads, summary_letters
from bot.blocks import home, trail
from bot.blocks import ruling as blocks
from bot.blocks.parts import Block
from bot.desk import Desk, looking_back, seeing
from bot.desk import ruling as on_rounds
from bot.handlers import export, follow_up, lead, moderation, ruling, setup
from bot.mrkdwn import escape
from bot.names import Action, Command
from bot.payloads import Body
from bot.reach import Reaching
from bot.screens import Screens
from flows.overview import Turnout
from flows.people import Caller, ChannelId
from flows.refusal import Refusal

HELP: Mapping[str, str] = {
    "start": "start a round (leads)",
    "status": "who has submitted, never what (leads), and how far you are (partners)",
    "nudge": "remind those who have not submitted (leads)",
    "extend": "change the deadline, the meeting or the summary (leads)",
    "close": "close a round early (leads)",
    "cancel": "call a round off (leads)",
    "summary": "the newest summary once more, for your eyes only",
    "moderate": "record what the meeting agrees (leads)",
    "actions": "what was agreed to be done, and by whom (leads)",
    "export": "the return, the board paper and the rest as files (leads)",
    "settings": "who takes part in your partnership",
    "history": "who did what and when, never an answer (leads)",
    "help": "this",
}
"""Every word and what it does."""
ALSO: Mapping[str, str] = dict.fromkeys(("record", "changes", "audit", "log"), "history")
"""Other words that people try for the same."""
CLOSE = 0.7
"""How alike a slip of the finger is to the word that was meant; less alike, it was another word."""
INTRODUCTION = "*Common View* walks each partner through a maturity self-assessment, and shows where views differ."
END = "Your own rounds are on the *Home* tab of this app and in its messages."
ACTS: Mapping[str, Action] = {
    "nudge": Action.NUDGE,
    "extend": Action.MOVE_DATES,
    "close": Action.CLOSE_EARLY,
    "cancel": Action.CANCEL_ROUND,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed, by whom and where."""

    caller: Caller
    channel: ChannelId
    trigger: str


Answer = Callable[[Asked, Ack], None]
"""Does what a word asks for, and acknowledges."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What each word does."""

    desk: Desk
    screens: Screens
    reaching: Reaching

    def by_word(self) -> Mapping[str, Answer]:
        """All of them."""
        return {
            "start": self.start,
            "status": self.status,
            "summary": self.summary,
            "moderate": self.moderate,
            "actions": self.actions,
            "export": self.export,
            "settings": self.settings,
            "history": self.history,
            "help": lambda _, ack: _say(ack, help_text()),
            **{word: partial(self.act, action) for word, action in ACTS.items()},
        }

    def start(self, who: Asked, ack: Ack) -> None:
        """Open the form that starts a round."""
        lead.offer(self.desk, self.screens, self.reaching, who.caller, who.trigger, who.channel)
        ack()

    def status(self, who: Asked, ack: Ack) -> None:
        """Tell how far one is, and of what one leads who has submitted."""
        _say(ack, home.in_words(seeing.overview(self.desk, who.caller)))

    def act(self, action: Action, who: Asked, ack: Ack) -> None:
        """Open the window of an act on the one round that can be meant; where there are several, to choose from."""
        found = ruling.open_rounds(on_rounds.led(self.desk, who.caller, who.channel))
        several = len(found) > 1
        view = blocks.several(found) if several else ruling.asked(self.desk, who.caller, action, found[0].round.id)
        self.screens.open(who.trigger, view)
        ack()

    def summary(self, who: Asked, ack: Ack) -> None:
        """Show the newest summary once more, as it may be shown to everybody."""
        letter = summary_letters.summary(looking_back.summary(self.desk, who.caller, who.channel))
        if letter is None:
            raise Refusal("This summary has been taken back. Ask your lead when there will be another.")
        ack(response_type="ephemeral", text=letter.text, blocks=letter.blocks)

    def moderate(self, who: Asked, ack: Ack) -> None:
        """Open the board of the meeting."""
        moderation.offer(self.desk, self.screens, who.caller, who.trigger, who.channel)
        ack()

    def actions(self, who: Asked, ack: Ack) -> None:
        """Open the list of what was agreed to be done."""
        follow_up.offer(self.desk, self.screens, who.caller, who.trigger)
        ack()

    def export(self, who: Asked, ack: Ack) -> None:
        """Open the list of documents."""
        self.screens.open(who.trigger, export.form(self.desk, who.caller, who.channel))
        ack()

    def settings(self, who: Asked, ack: Ack) -> None:
        """Open the partnership."""
        self.screens.open(who.trigger, setup.settings(self.desk, who.caller, who.channel))
        ack()

    def history(self, who: Asked, ack: Ack) -> None:
        """Open the record of what was done in the partnership; where there are several, to choose from."""
        found = newest_of_each(on_rounds.led(self.desk, who.caller, who.channel))
        self.screens.open(who.trigger, blocks.several(found) if len(found) > 1 else self._record(who, found[0]))
        ack()

    def _record(self, who: Asked, led: Turnout) -> Block:
        place, acts = looking_back.acts(self.desk, who.caller, led.round.id)
        return trail.draw(place, led.round.id, acts, page=0)


def newest_of_each(found: Sequence[Turnout]) -> tuple[Turnout, ...]:
    """The newest round of each partnership; `found`: the newest first."""
    return tuple(next(group) for _, group in groupby(found, key=lambda one: one.partnership.id))


def register(app: App, desk: Desk, screens: Screens, reaching: Reaching) -> None:
    """Listen to `/maturity`."""
    answers = Answers(desk, screens, reaching).by_word()

    @app.command(Command.MATURITY)
    def maturity(ack: Ack, body: Body) -> None:
        typed = payloads.words(body)
        word = ALSO.get(typed, typed)
        who = Asked(payloads.caller(body), ChannelId(str(body["channel_id"])), str(body["trigger_id"]))
        if word in answers:
            answers[word](who, ack)
        else:
            _say(ack, not_understood(word) if word else help_text())


def help_text() -> str:
    """All that can be typed."""
    return "\n".join([INTRODUCTION, *(f"• `/maturity {word}`: {does}" for word, does in HELP.items()), END])


def not_understood(word: str) -> str:
    """What was typed, the nearest word that is known, and all others."""
    near = get_close_matches(word, HELP, n=1, cutoff=CLOSE)
    guess = f" Did you mean `/maturity {near[0]}`?" if near else ""
    return f"I did not understand “{escape(word[:40])}”.{guess}\n\n{help_text()}"


def _say(ack: Ack, text: str) -> None:
    ack(response_type="ephemeral", text=text)
