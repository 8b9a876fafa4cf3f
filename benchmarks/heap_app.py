"""The dashboard with another treatment of the heap, told by BENCH_HEAP: `thawed` or `late`.

Streamlit collects garbage after every script run. `thawed` leaves the whole heap to it; `late` freezes it after the
first page has run, so that what pages import is frozen too.
"""

import gc
import os
import runpy
from pathlib import Path

import streamlit as st

from orgplanner.ui import state

APP = Path(__file__).resolve().parent.parent / "app.py"


@st.cache_resource
def freeze_late() -> bool:
    gc.collect()
    gc.freeze()
    return True


state.freeze_heap = lambda: False
runpy.run_path(str(APP), run_name="__main__")
if os.environ.get("BENCH_HEAP") == "late":
    freeze_late()
