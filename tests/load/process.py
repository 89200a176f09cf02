"""One real process that is reached by HTTP, to be killed: `python -m tests.load.process PORT CLOCK`.

The rest it is told by its environment, as any process is. All listen on one port: the kernel shares connections out.
"""

import socket
import sys
from pathlib import Path

from bot import serving, settings, traces
from tests.faults.steered import SteeredClock


def main(port: int, clock: Path) -> None:
    """Serve until killed; a line on standard output says that it begins."""
    traces.to_lines()
    house = serving.WebHouse(settings.web(), SteeredClock(clock))
    with socket.create_server(("127.0.0.1", port), backlog=512, reuse_port=True) as listening:
        sys.stdout.write("begun\n")
        sys.stdout.flush()
        serving.run(house, listening)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
