"""What partners are promised about their answers, in the words of every card: by the mode of the round."""

from flows.assessment import Walk
from flows.calendar import in_words
from flows.round import Mode

LIMITS_OF_IT = (
    "This cannot protect against all other partners pooling their answers, against whoever runs the bot's computer, "
    "or against guesses by people who know the topic well."
)
PRIVACY = {
    Mode.ANONYMOUS: (
        "Nobody outside your organisation, the lead included, is shown what it answers. "
        "After the deadline everyone sees the same summary, without names, counts or average levels. " + LIMITS_OF_IT
    ),
    Mode.OPEN: (
        "This round is open. Until the deadline nobody outside your organisation, the lead included, is shown what it "
        "answers. After it, everyone in the partnership sees which organisation gave which level."
    ),
}
NOT_KEPT = (
    "The round was anonymous: its answers are no longer kept under the name of an organisation, so nobody can look "
    "them up, you included."
)


def privacy(walk: Walk) -> str:
    """Who is shown what."""
    return f":lock: {PRIVACY[walk.round.mode]}"


def seen_by_others(walk: Walk) -> str:
    """The receipt: what others will see of what was submitted, and nothing else."""
    when = in_words(walk.round.summary_at, walk.partnership.zone)
    names = (
        "Your organisation's name stands beside its levels, because this round is open."
        if walk.round.mode is Mode.OPEN
        else "No names, no counts, no average levels."
    )
    return (
        "*What the lead sees* until then: that your organisation has submitted.\n"
        f"*What everybody sees,* in <#{walk.partnership.channel}> on {when}: for each sub-domain, in words, how far "
        f"views are apart. {names}\n"
        "*Shown without a name,* and never beside a level: the evidence you gave for the partnership and, where enough "
        "organisations answered, the comments you agreed to have quoted.\n"
        "*Shown to nobody else:* your own notes, and all other comments."
    )


def summary_in_words(walk: Walk) -> str:
    """Where and when the summary is to be read; when it stands there already, only where."""
    channel = f"<#{walk.partnership.channel}>"
    if walk.withdrawn:
        return "*The summary* was withdrawn, because an organisation asked for its view to be taken out."
    if walk.summarised:
        return f"*The summary* is in {channel}."
    return f"*Summary* in {channel}: {in_words(walk.round.summary_at, walk.partnership.zone)}."


def cancelled_in_words(walk: Walk) -> str:
    """That the round was called off, and when."""
    on = f" on {in_words(walk.cancelled_at, walk.partnership.zone)}" if walk.cancelled_at else ""
    return f"This round was cancelled{on}; nothing more is asked."


def kept_after(walk: Walk) -> str:
    """What has become of the organisation's answers at the end of the round."""
    if walk.readable:
        return "This round was open: you can still read your own answers."
    return f":lock: {NOT_KEPT}"
