"""Scores of structures, each with the parts that it is made of."""

from __future__ import annotations

from enum import StrEnum

from orgplanner.records.base import Record
from orgplanner.units import Unit


class ScoreKind(StrEnum):
    """By what structures are compared."""

    HAND_OFFS = "hand_offs"
    SPANS = "spans"
    LAYERS = "layers"
    LEADS_COST = "leads_cost"
    SPECIALISATION = "specialisation"
    SKILL_MATCH = "skill_match"
    COVER = "cover"
    TRAVEL = "travel"

    @property
    def more_is_better(self) -> bool:
        """Whether a larger value is better."""
        return self in (ScoreKind.SPANS, ScoreKind.SPECIALISATION, ScoreKind.SKILL_MATCH, ScoreKind.COVER)


class PartKind(StrEnum):
    """What a part of a score tells; in brackets what its ids name and what its weight is."""

    SEGMENT_PATH = "segment_path"
    """Changes of team in the life of a segment's customers (segment, then the teams in their order; accounts)."""
    ROLE_CHANGES = "role_changes"
    """Changes of role on average: the same in all structures of a phase."""
    TEAMS_MET = "teams_met"
    """Teams that a customer meets on average, support included."""
    SUPPORT_ELSEWHERE = "support_elsewhere"
    """Share of customers whose questions another team answers than those that serve them."""
    BELOW = "below"
    WITHIN = "within"
    ABOVE = "above"
    REPORTS = "reports"
    """Reports of a lead (seat, assumption of the band)."""
    ON_LAYER = "on_layer"
    """Boxes on a layer (number of the layer)."""
    FULL_LEADS = "full_leads"
    PLAYING_LEADS = "playing_leads"
    LEADING_FTE = "leading_fte"
    """FTE that full-time leads and playing leads together lead."""
    LEAD_COST = "lead_cost"
    """Cost of one FTE of a lead a month."""
    LEAD_SHARE = "lead_share"
    """Leads, the head included, among the positions of the team."""
    MAINLY_ROLE = "mainly_role"
    """Largest share of one role in a unit's work (unit, role; FTE)."""
    MAINLY_GROUP = "mainly_group"
    """Largest share of one region, size or product in a split unit's work (unit, group; FTE)."""
    LEVELS_ASKED = "levels_asked"
    LEVELS_HELD = "levels_held"
    PEOPLE_KNOWN = "people_known"
    """People on seats of whose asked skills at least one level is known."""
    WORK_COVERED = "work_covered"
    WORK_ALL = "work_all"
    ALONE = "alone"
    """A seat that stands alone in its unit (seat)."""
    MANAGER_IN_POST = "manager_in_post"
    """People who get another manager, who is in post."""
    MANAGER_OPEN = "manager_open"
    """People whose manager's seat is open."""
    MANAGER_UNKNOWN = "manager_unknown"
    """People for whom no manager is given today; they are not counted."""
    LEAVES_TEAM = "leaves_team"
    """People who part from most of today's team."""
    NEW_MANAGER = "new_manager"
    """Somebody who leads then and nobody today (person)."""
    FORMER_MANAGER = "former_manager"
    """Somebody who leads today and nobody then (person)."""
    OPEN_LEAD = "open_lead"
    """A seat with reports that nobody holds (seat)."""


class ScorePart(Record):
    """A number that a score is made of, or that stands beside it."""

    kind: PartKind
    value: float
    unit: Unit
    about: tuple[str, ...] = ()
    """Ids of what it is about."""
    weight: float | None = None
    """What it counts for, where a score is a weighted mean."""
    band: tuple[float, float] | None = None
    """Ends of the band in which it should lie."""


class Score(Record):
    """One score of a structure."""

    kind: ScoreKind
    value: float | None
    """None where it is not known."""
    unit: Unit
    parts: tuple[ScorePart, ...] = ()
    assumptions: tuple[str, ...] = ()
    """Ids of the assumptions that it rests on."""
