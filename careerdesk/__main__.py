"""`python -m careerdesk`."""

from careerdesk.entry.cli import main

main()
