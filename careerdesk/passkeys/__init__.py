"""Passkeys (WebAuthn): keys that stay on a person's devices and sign in without a password.

Owns the keys and their ceremonies. Does not own sessions (identity), nor which ways of signing in an institution allows
(organisations). Every passkey is discoverable and verifies its user, so it is two factors in one.
"""
