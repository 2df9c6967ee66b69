"""Signing in: which ways an institution opens, a password and what may follow it, codes, and devices that are remembered.

Does not own passwords and sessions (identity), codes (codes), passkeys or identity providers. Registering is with
`students`, because a student's account comes with a student record.
"""
