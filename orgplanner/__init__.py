"""Plan a Customer Success organisation: headcount by role, org chart, hiring gaps.

The public names load late, so that `import orgplanner.maths` costs neither pandas nor a solver.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from orgplanner.files.companies import dump_company, load_company, read_company
    from orgplanner.files.phases import load_phase, load_phases
    from orgplanner.plan import Plan, make_plan
    from orgplanner.records.company import Company
    from orgplanner.records.phase import Phase
    from orgplanner.studies.comparison import compare

_HOMES = {
    "Company": "orgplanner.records.company",
    "Phase": "orgplanner.records.phase",
    "Plan": "orgplanner.plan",
    "compare": "orgplanner.studies.comparison",
    "dump_company": "orgplanner.files.companies",
    "load_company": "orgplanner.files.companies",
    "load_phase": "orgplanner.files.phases",
    "load_phases": "orgplanner.files.phases",
    "make_plan": "orgplanner.plan",
    "read_company": "orgplanner.files.companies",
}

__version__ = "0.1.0"
__all__ = [
    "Company",
    "Phase",
    "Plan",
    "compare",
    "dump_company",
    "load_company",
    "load_phase",
    "load_phases",
    "make_plan",
    "read_company",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its home when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'orgplanner' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
