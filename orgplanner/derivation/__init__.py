"""Derivations: turn the stages' records into figures, one step at a time, when somebody asks."""
