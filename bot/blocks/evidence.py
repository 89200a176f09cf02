"""Pieces of evidence: in the answer form, and when they come from outside it. What people wrote is never markup."""

from itertools import groupby

from bot.blocks.parts import Block, actions, button, context, field, group, menu, modal, option, section, select, tick
from bot.carried import OnItem, Pieces, Place
from bot.limits import LIMITS, shorten
from bot.mrkdwn import bold
from bot.names import Action, Callback, Field
from flows.assessment import Walk
from flows.evidence import Item, ItemKind
from frameworks.schema import SubDomain

MARKS = {ItemKind.LINK: "🔗", ItemKind.FILE: "📄", ItemKind.MESSAGE: "💬", ItemKind.TEXT: "📝"}
OFTEN = "Evidence often shows who wrote it."
OWN_NOTE = "Our own note: the partnership is not shown it"
SHARED = "For the partnership, without your name"
LONGEST_SHOWN = 150
"""Characters of a piece of evidence in a list; the whole is in the answer it comes from."""


def listed(subdomain: SubDomain, items: tuple[Item, ...]) -> list[Block]:
    """The pieces given so far, each with a menu."""
    return [block for item in items for block in _entry(subdomain, item)]


def _entry(subdomain: SubDomain, item: Item) -> list[Block]:
    words = f"{MARKS[item.kind]} {shorten(item.title, LONGEST_SHOWN)}"
    return [
        {
            "type": "section",
            "block_id": f"item {subdomain.id} {item.key}",
            "text": {"type": "plain_text", "text": words, "emoji": False},
            "accessory": menu(Action.ITEM, *_choices(item)),
        },
        context(OWN_NOTE if item.ours else SHARED),
    ]


def read(items: tuple[Item, ...]) -> list[Block]:
    """The same pieces, only to be read."""
    return [block for item in items for block in (_told(item), context(OWN_NOTE if item.ours else SHARED))]


def _told(item: Item) -> Block:
    words = "\n".join(dict.fromkeys([f"{MARKS[item.kind]} {item.title}", *([item.url] if item.url else [])]))
    text = {"type": "plain_text", "text": shorten(words, LIMITS["section.text.max"]), "emoji": False}
    return {"type": "section", "text": text}


def _choices(item: Item) -> tuple[Block, Block]:
    mark = ("For the partnership", "shared") if item.ours else ("Our own note", "ours")
    return (
        option(mark[0], OnItem.model_validate({"item": item.key, "do": mark[1]}).packed()),
        option("Remove", OnItem(item=item.key, do="remove").packed()),
    )


def link(subdomain: SubDomain, count: int) -> Block:
    """Where a link is added; anew after each, because Slack keeps what is typed while a block's id stays."""
    box = {"type": "url_text_input", "placeholder": {"type": "plain_text", "text": "https://…"}}
    return field(Field.LINK, "Add a link", box, about=f"{subdomain.id} {count}", optional=True)


def reuse(walk: Walk, subdomain: SubDomain) -> list[Block]:
    """What was given elsewhere in this round and may stand here too."""
    found = walk.elsewhere(subdomain)[: LIMITS["select.options.max_items"]]
    if not found:
        return []
    element = {
        "type": "multi_static_select",
        "placeholder": {"type": "plain_text", "text": "Choose"},
        "options": [_reusable(item) for item in found],
    }
    label = "Use evidence given elsewhere in this round"
    known = walk.answer(subdomain.id)
    return [field(Field.REUSE, label, element, about=f"{subdomain.id} {known.revision if known else 0}", optional=True)]


def _reusable(item: Item) -> Block:
    words = " ".join(f"{MARKS[item.kind]} {item.title}".split())
    text = {"type": "plain_text", "text": shorten(words, LIMITS["option.text.max"]), "emoji": False}
    return {"text": text, "value": item.key}


def kept(walk: Walk, subdomain: str, keys: tuple[str, ...]) -> tuple[str, list[Block]]:
    """The word in the chat that evidence was kept: where, and no word of what it is."""
    words = f"Kept as evidence for {bold(walk.edition.subdomain(subdomain).name)}."
    value = Pieces(assessment=walk.assessment.id, subdomain=subdomain, items=keys).packed()
    return words, [
        section(words),
        context(f"{OFTEN} It is for the partnership, without your name; make it your own note in the answer form."),
        actions(button("Change", Action.MOVE_EVIDENCE, value), button("Remove", Action.REMOVE_EVIDENCE, value)),
    ]


def removed() -> tuple[str, list[Block]]:
    """The same word, once it was taken away again."""
    words = "Removed: this is not kept as evidence."
    return words, [section(words)]


def move(walk: Walk, metadata: str, subdomain: str) -> Block:
    """The modal that asks where evidence belongs instead."""
    asked = _where([walk], walk, subdomain)
    return modal("Evidence for…", [asked], callback=Callback.MOVE_EVIDENCE, submit="Save", metadata=metadata)


def keep(walks: tuple[Walk, ...], subdomain: str, metadata: str) -> Block:
    """The modal that asks for which sub-domain a Slack message is to be kept."""
    own = tick(OWN_NOTE, "own", ticked=False)
    blocks = [
        section("The message stays where it is. A link to it is kept, not its text."),
        _where(walks, walks[0], subdomain),
        field(Field.OWN_NOTE, "Who may see it", own, optional=True, hint=OFTEN),
    ]
    return modal("Keep as evidence", blocks, callback=Callback.KEEP_EVIDENCE, submit="Keep", metadata=metadata)


def _where(walks: tuple[Walk, ...] | list[Walk], first: Walk, subdomain: str) -> Block:
    groups = [
        group(walk.edition.domain(domain).name, [_choice(walk, one) for one in some])
        for walk in walks
        for domain, some in groupby(walk.subdomains, key=lambda one: one.domain)
    ]
    chosen = _choice(first, first.edition.subdomain(subdomain))
    return field(Field.SUBDOMAIN, "Sub-domain", select("Choose", groups, chosen))


def _choice(walk: Walk, subdomain: SubDomain) -> Block:
    return option(subdomain.name, Place(assessment=walk.assessment.id, subdomain=subdomain.id).packed())


def told(walk: Walk, subdomain: str) -> str:
    """In words: what a modal says after keeping."""
    return f":white_check_mark: Kept as evidence for {bold(walk.edition.subdomain(subdomain).name)}."
