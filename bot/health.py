"""What those ask who look after a process: whether it is up, whether it can take work, and its figures."""

from typing import Final

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.app import House

COUNTED: Final = "text/plain; version=0.0.4; charset=utf-8"


class Health:
    """The routes for them, the same whichever way Slack comes."""

    def __init__(self, house: House) -> None:
        self._house = house

    def routes(self) -> tuple[Route, ...]:
        """Where they ask."""
        return Route("/healthz", self.alive), Route("/readyz", self.ready), Route("/metrics", self.figures)

    def alive(self, _: Request) -> Response:
        """Whether this process runs at all."""
        return PlainTextResponse("alive")

    def ready(self, _: Request) -> Response:
        """Whether it can take work, or what stands in its way."""
        trouble = self._house.trouble
        return PlainTextResponse(trouble or "ready", 503 if trouble else 200)

    def figures(self, _: Request) -> Response:
        """What Prometheus reads."""
        return Response(self._house.metrics.text(), media_type=COUNTED)
