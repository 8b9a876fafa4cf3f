"""What to do and why, in words built from the plan."""
