"""What assumptions are called, in both languages: the label of the register, and what of it the number is."""

from __future__ import annotations

from orgplanner import i18n
from orgplanner.advice.names import channel_label, lever_label, role_label, segment_label, source_kind
from orgplanner.plan import Plan
from orgplanner.records.base import SourceKind
from orgplanner.records.quantity import Assumption
from orgplanner.stages.register import ONBOARDING


def assumption_label(plan: Plan, assumption: Assumption, language: str) -> str:
    """Return what an assumption is called."""
    head, field = assumption.id.split(".")[0], assumption.id.rpartition(".")[2]
    message, blanks = f"{head}.{field}", {"label": assumption.label.say(language)}
    if head == "service_model":
        message, blanks["model"] = _of_service_model(plan, assumption, language)
    elif head == "segment":
        blanks["segment"] = segment_label(plan, assumption.id.removeprefix("segment.").rsplit(".", 2)[0])
        if assumption.group == ONBOARDING:
            blanks["label"] = i18n.say("figure.onboarding", language)
    elif head == "capacity" and field not in ("direct_share", "occupancy"):
        message, blanks["profile"] = "capacity.part", _profile(plan, assumption, language)
    elif head == "tasks":
        blanks["role"] = role_label(plan, assumption.id.split(".")[1], language)
    elif head == "lever":
        blanks["lever"] = lever_label(plan, assumption.id.split(".")[1], language)
    elif head == "channel":
        id = assumption.id.removeprefix("channel.").removesuffix(f".{field}")
        message, blanks["channel"] = head, channel_label(plan, id, language)
    elif head == "sourcing":
        message, blanks["source"] = head, source_kind(SourceKind(field.removesuffix("_from_hours")), language)
    elif head in ("span", "cost", "attrition", "ramp"):
        message, blanks["month"] = head, field.removeprefix("month_")
    message = f"figure.assumption.{message}"
    return i18n.say(message, language, **blanks) if message in i18n.catalogue() else blanks["label"]


def _of_service_model(plan: Plan, assumption: Assumption, language: str) -> tuple[str, str]:
    """Return the message of an assumption of a service model, and what the model is called."""
    _, model, part, field = assumption.id.split(".")
    message = part if part in (ONBOARDING, "first_months") else "activity"
    return f"{message}.{field}", plan.phase.service_model(model).label.say(language)


def _profile(plan: Plan, assumption: Assumption, language: str) -> str:
    """Return what the capacity profile of an assumption is called."""
    profiles = {p.id: p.label for p in plan.phase.catalogue.capacity_profiles}
    return profiles[assumption.id.split(".")[1]].say(language)
