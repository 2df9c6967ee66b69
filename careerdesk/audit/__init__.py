"""Audit: a sentence for every change, chained so that nobody can rewrite it unseen.

Owns the audit records and their verification. Does not decide what is worth recording: the service that made the
change says so, in the same transaction. The content of a record can be forgotten (a person's erasure) and the chain
still verifies, because it is made over a salted digest of the content.
"""
