"""The student record, and how a whole batch of them comes in.

Owns: the academic record (verified by the office, apart from what the student tells),
contact and self-told details, placements recorded by hand, and the import of CSV and
Excel files with its staging rows.
Does not own: sign-in, names and addresses (identity), offers and applications (above).
Publishes: `students.service`; the pure parts `columns` and `rules`; the event
`students.imported`.

This file imports nothing: the spreadsheet reader runs as a small process of its own and
must not pay for the web application.
"""
