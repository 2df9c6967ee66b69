"""The kernel: what every room stands on.

Owns the request's context, the database handle, errors, access, flows, tasks, routing, paging, settings,
events, ids and text. Knows no business word: a room's rule never lives here.
"""
