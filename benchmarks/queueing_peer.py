"""pyworkforce behind a pipe: one line of calls in, one line of answers and seconds of CPU out.

It is run by `bench_queueing.py` with an interpreter that has pyworkforce; it imports nothing of orgplanner.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any


def answer(erlang_c: type, call: dict[str, Any]) -> object:
    """Return what the peer answers, or the name of the error that it raises."""
    try:
        result = getattr(erlang_c(**call["queue"]), call["method"])(*call["arguments"])
    except (ArithmeticError, ValueError) as error:
        return type(error).__name__
    return result["raw_positions"] if isinstance(result, dict) else result


def serve() -> None:
    try:
        from importlib.metadata import version

        from pyworkforce.queuing import ErlangC
    except ImportError:
        print("null", flush=True)
        return
    print(json.dumps(version("pyworkforce")), flush=True)
    for line in sys.stdin:
        calls = json.loads(line)
        start = time.process_time()
        answers = [answer(ErlangC, call) for call in calls]
        seconds = time.process_time() - start
        print(json.dumps({"answers": answers, "seconds": seconds}), flush=True)


if __name__ == "__main__":
    serve()
