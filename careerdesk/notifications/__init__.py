"""What happened to what is yours: an item for everybody whom an event concerns, read in the app.

Owns the items. An item is an event and its facts, never a finished sentence, so that the reader's own language words it.
Decides who is told and with which facts; rooms above announce what they cause with an event of their own.
"""
