"""What pages are made of: one module a component, each with `show`."""
