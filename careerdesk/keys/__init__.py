"""API keys: programs that work in somebody's name, with a part of what that person may do.

Owns the keys: making, rotating, revoking, listing. How a request that brings one is admitted is identity's (`guard`), in
one query; what a key can never be given is in the matrix (`NEVER_BY_KEY`).
"""
