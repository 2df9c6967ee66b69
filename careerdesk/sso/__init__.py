"""Single sign-on: an institution's own identity providers, by OpenID Connect and SAML 2.0.

Owns the providers, who is known to them as whom, and which roles their groups give. Does not own sessions (identity), the
student record (students), nor the way out into the world (adapters/egress). One file for each protocol: `oidc`, `saml`.
"""
