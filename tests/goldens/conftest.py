"""`pytest tests/goldens --update-goldens` writes down what is drawn now; read the difference before you keep it."""

from collections.abc import Callable
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="keep what is drawn now as what should be drawn")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare what is drawn with what was kept under this name."""

    def same(name: str, drawn: str) -> None:
        kept = HERE / f"{name}.txt"
        if request.config.getoption("--update-goldens", default=False):
            kept.write_text(f"{drawn}\n", "utf-8")
        assert f"{drawn}\n" == kept.read_text("utf-8")

    return same
