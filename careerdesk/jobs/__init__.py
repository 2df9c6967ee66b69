"""Jobs: openings of every kind, their approval, who may apply and until when.

Owns jobs and saved jobs. Does not own applications; it only counts them by reading. Publishes `job.moved`,
`job.opened`.
"""
