"""What many plans tell."""
