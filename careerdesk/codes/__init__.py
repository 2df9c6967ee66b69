"""Codes: six digits by mail that show that an address is somebody's, once and for five minutes.

Owns their making, sending, counting and comparing, and the blocks that follow. Does not own what a code opens: `signin`
opens sessions with it and changes passwords, `students` turns a registration into an account.
"""
