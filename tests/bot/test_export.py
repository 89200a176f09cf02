"""What the form for documents sends back: only what it offers is taken."""

from typing import Any

import pytest

from bot.carried import Forged
from bot.handlers.export import chosen
from flows.export import Document


def sent_back(*ticked: str) -> dict[str, Any]:
    return {"state": {"values": {"documents": {"documents": {"selected_options": [{"value": one} for one in ticked]}}}}}


def test_what_was_ticked_is_taken() -> None:
    assert chosen(sent_back("return_docx", "archive")) == {Document.RETURN_DOCX, Document.ARCHIVE}


def test_nothing_ticked_is_nothing() -> None:
    assert chosen(sent_back()) == frozenset()


def test_a_document_that_is_not_offered_is_refused() -> None:
    with pytest.raises(Forged, match="documents offered"):
        chosen(sent_back("every_answer"))
