"""Files: what people upload, checked, under names of our own, outside the web root.

Owns stored files and their signed delivery. Does not know what a file means to the room that keeps it.
"""
