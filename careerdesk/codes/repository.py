"""Queries over what a code is about."""

REGISTRATION = "SELECT id, email FROM registrations WHERE email = :email AND expires_at > :now"
