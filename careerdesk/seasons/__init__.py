"""Seasons: placement cycles, their policy as data, and decisions with reasons.

Owns the season and the rules over facts: who may apply, what an acceptance does. Does not own jobs or applications;
they bring the facts.
"""
