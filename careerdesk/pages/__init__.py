"""Plain pages for whoever has no account: the careers page of an institution, its open jobs, an offer that was shared.

Owns nothing. HTML without JavaScript, in the visitor's language, showing public fields only; what is not public is not
there.
"""
