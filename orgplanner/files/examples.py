"""The example companies that come with orgplanner."""

from __future__ import annotations

from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
SHIPPED = Path(__file__).resolve().parents[1] / "_shipped"


def shipped_examples() -> dict[str, Path]:
    """Return the example companies by name: those of the checkout, else those of the installed package."""
    folder = next((f for f in (CHECKOUT / "examples", SHIPPED / "examples") if f.is_dir()), SHIPPED)
    return {file.stem: file for file in sorted(folder.glob("*.yaml"))}
