"""The dashboard without its frozen heap: the garbage collector walks over everything that is imported."""

import runpy
from pathlib import Path

from orgplanner.ui import state

state.freeze_heap = lambda: False
runpy.run_path(str(Path(__file__).resolve().parent.parent / "app.py"), run_name="__main__")
