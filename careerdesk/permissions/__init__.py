"""Who may do what, as tables: roles, permissions, and the matrix between them. No logic, no rows.

Nothing else in the code names a role to decide a right.
"""
