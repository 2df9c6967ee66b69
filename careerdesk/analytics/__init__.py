"""Numbers over everything: the office's home page, and the directory of students with what became of each.

Read-only, and above every other room, so it may join what they own. Writes nothing and owns no table.
"""
