"""Finding: one box over people, jobs, companies and applications; and what happened to one record.

Stands above the rooms whose rows it shows and asks their services, so that nobody finds or reads here what they could not
open there. Writes nothing and owns no table.
"""
