"""How somebody likes to work: language, looks, columns, and the views of lists that they saved.

Owns preferences and saved views. Decides no right: a shared view shows everybody their own rows.
"""
