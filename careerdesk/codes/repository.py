"""Queries over what a code is about."""

REGISTRATION = "SELECT id, email FROM registrations WHERE email = :email AND expires_at > :now"
PURGE = """
DELETE FROM procrastinate_jobs j WHERE task_name = 'codes.send' AND status IN ('succeeded', 'failed', 'cancelled', 'aborted')
    AND NOT EXISTS (SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at > :now::timestamptz - interval '24 hours')
"""
