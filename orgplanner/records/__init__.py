"""The nouns: frozen, closed records."""
