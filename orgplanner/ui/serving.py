"""Start the dashboard as a process of its own, which ends with whoever started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from orgplanner.files.phases import FOLDER_VARIABLE

COMPANY_VARIABLE = "ORGPLANNER_COMPANY"
"""Environment variable that names the company file with which the dashboard opens."""

PACKAGE = Path(__file__).resolve().parents[1]

SECONDS_TO_END = 10


def app_file() -> Path | None:
    """Return the dashboard's start file: the checkout's, else the wheel's copy; None where neither exists."""
    candidates = (PACKAGE.parent / "app.py", PACKAGE / "_shipped" / "app.py")
    return next((file for file in candidates if file.is_file()), None)


def run_dashboard(port: int, address: str, company: Path | None = None, phases: Path | None = None) -> int | None:
    """Run the dashboard until it ends.

    Args:
        port: TCP port to listen on.
        address: address to listen on.
        company: company file to open with.
        phases: folder of phases.

    Returns:
        The process's exit code, as a shell would give it; None where the dashboard's files are missing.
    """
    file = app_file()
    if file is None:
        return None
    given = {COMPANY_VARIABLE: company, FOLDER_VARIABLE: phases or os.environ.get(FOLDER_VARIABLE)}
    # The process runs where app.py lies, so that Streamlit finds .streamlit/config.toml beside it.
    own = {name: str(Path(path).resolve()) for name, path in given.items() if path}
    command = [sys.executable, "-m", "streamlit", "run", str(file)]
    command += ["--server.port", str(port), "--server.address", address]
    process = subprocess.Popen(command, cwd=file.parent, env={**os.environ, **own})  # noqa: S603 - no shell, own words
    with _ending_with(process):
        process.wait()
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


@contextmanager
def _ending_with(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Hand a request to end on to the process; Ctrl-C has reached it already, since both share a terminal."""

    def end(number: int, frame: FrameType | None) -> None:
        process.terminate()

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
