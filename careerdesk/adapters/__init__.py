"""The outside world: each service as a small protocol, with its real implementation and one for development.

Adapters know no room and no table; they take plain arguments and raise errors that say whether trying again helps.
"""
