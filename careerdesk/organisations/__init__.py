"""Organisations: institutions (the tenant) and the companies that hire there.

Owns names, zones, currencies, settings. Does not own people: those are identity's.
"""
