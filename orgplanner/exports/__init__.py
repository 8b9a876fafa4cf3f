"""The door out: a plan as bytes or text for other programs."""
