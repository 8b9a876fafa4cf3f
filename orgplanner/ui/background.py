"""Work that takes seconds, done beside the page: the page stays usable and shows how far it has come."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Result = TypeVar("Result")
Progress = TypeVar("Progress")


class Work(Generic[Progress, Result]):
    """One task in a thread of its own; the task knows neither Streamlit nor the session."""

    def __init__(self, task: Callable[[Callable[[Progress], None]], Result]) -> None:
        """Begin at once.

        Args:
            task: does the work, and calls what it is given with how far it has come.
        """
        self.progress: Progress | None = None
        """What the task told last."""
        self._task = task
        self._result: list[Result] = []
        self._error: Exception | None = None
        # No daemon: a solver that Python ends in the middle takes the whole process down with it.
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Whether there is a result, or an error."""
        return not self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait for the result, at most so long; tell whether it is there."""
        self._thread.join(seconds)
        return self.is_done

    def result(self) -> Result:
        """Return the result of a task that is done, or raise what it raised."""
        if self._error is not None:
            raise self._error
        return self._result[0]

    def _run(self) -> None:
        try:
            self._result.append(self._task(self._note))
        except Exception as error:
            self._error = error

    def _note(self, progress: Progress) -> None:
        self.progress = progress
