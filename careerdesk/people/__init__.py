"""People as the office sees them: who is here, which roles they hold and until when, and acting in somebody's place.

The administrators' side of identity's tables: identity proves who somebody is and keeps the rows, this room decides who may
change what about whom. Does not own student records.
"""
