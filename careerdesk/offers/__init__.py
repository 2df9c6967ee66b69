"""Offers: what a company promises, until when, and what became of it.

Owns offers and what an answer does to the student's other applications. Publishes `offer.released`, `offer.accepted`,
`offer.declined`, `offer.lapsed`, `offer.revoked`, `offer.reneged`.
"""
