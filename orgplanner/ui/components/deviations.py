"""Sources that the company chose against the phase's advice."""

from __future__ import annotations

import streamlit as st

from orgplanner.plan import Plan
from orgplanner.ui.components.seats import role_name
from orgplanner.ui.wording import escape, say, text


def show(plan: Plan) -> None:
    """Warn where the source taken is not one that the phase advises, with the phase's reason."""
    deviating = [r for r in plan.sourcing.roles if r.deviates and r.hours > 0]
    if not deviating:
        return
    phase = escape(text(plan.phase.definition.label))
    st.warning(say("overview.deviations", count=len(deviating), phase=phase), icon=":material/warning:")
    with st.expander(say("overview.deviation_reasons"), expanded=len(deviating) == 1, key="deviations"):
        for role in deviating:
            advised = role.kept_inside or role.advised[0]
            st.markdown(
                "- "
                + say(
                    "overview.deviation",
                    role=escape(role_name(plan, role.role)),
                    taken=say(f"source.kind_{role.taken.value}"),
                    advised=say(f"source.kind_{advised.source.value}"),
                    reason=escape(text(advised.reason.text)),
                )
            )
            rule = plan.company.sourcing.get(role.role)
            if rule is not None and rule.reason:
                st.markdown("    - " + say("overview.own_reason", reason=escape(rule.reason)))
