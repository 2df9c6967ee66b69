"""The demo season: two institutions and the platform, filled as they would be in the middle of a season.

Owns: invented names, and a simulation that walks students through the same flows as the office does. The same seed and the
same day give the same season. Owns no table; writes those of the rooms below, as the owner of the database.
"""
