"""The door in: phases and companies from files; every problem at once, with its place and remedy."""
