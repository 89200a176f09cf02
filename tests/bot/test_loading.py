"""What the bot does not load before somebody needs it."""

import subprocess
import sys

HEAVY = ("docx", "matplotlib", "numpy", "openpyxl", "PIL")


def test_a_bot_that_has_drawn_nothing_yet_has_loaded_no_library_for_drawing() -> None:
    words = f"import sys, bot.app; print([one for one in {HEAVY!r} if one in sys.modules])"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)  # noqa: S603 - our own words
    assert said.stdout.strip() == "[]"
