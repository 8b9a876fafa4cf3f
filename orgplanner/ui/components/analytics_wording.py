"""The words of the views of a chart in the page's language, kept for as long as the plan stays the same."""

from __future__ import annotations

from orgplanner.exports.analytics_words import AnalyticsWords
from orgplanner.plan import Plan
from orgplanner.ui import state


def words_for(plan: Plan) -> AnalyticsWords:
    """Return the words for a plan; naming thousands of seats takes its time, and every panel needs them."""
    language = state.language()
    return state.study(lambda of: AnalyticsWords(of, language), plan, f"analytics-words-{language}")
