"""Profiles: one's own account page, with a picture and links, and what of it anybody may see.

Owns the table of what people say of themselves. A student's phone and words about themselves live in the student record,
and are read and written there.
"""
