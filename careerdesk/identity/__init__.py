"""Identity: who somebody is, how they prove it, which roles they hold.

Owns users, passwords, sessions, refresh tokens, invitations and memberships. Does not own what a student or a company
is. One-time codes, single sign-on and passkeys join here as further ways to the same session.
"""
