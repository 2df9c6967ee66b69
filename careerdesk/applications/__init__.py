"""Applications: a student asks for a job and the office walks the request to its end through ten states.

Owns applications and their history. Does not own offers: the room above attaches what an offer needs to the moves.
Publishes `application.applied`, `application.moved`.
"""
