"""`python -m orgplanner`."""

from orgplanner.cli import main

main()
