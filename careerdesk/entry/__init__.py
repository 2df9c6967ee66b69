"""The ways in: the HTTP app, the command line, the worker, health and flows. Nothing imports this floor."""
