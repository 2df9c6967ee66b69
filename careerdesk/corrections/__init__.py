"""A student says that a verified figure is wrong, and the office decides.

Owns the requests and their decisions. The record itself is the students' room's: accepting writes it there, in the same
transaction, and only while it still says what the student was looking at.
"""
