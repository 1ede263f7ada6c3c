"""What people decided of a record: a journal of decisions, laid over every edition of the rules.

`journal` keeps the decisions, `fields` checks what is corrected, `anchors` finds the record or the words of a decision
again, `states` works out what counts, `placing` finds what each decision is on now, `overlay` lays it over the tables,
and `desk` is the front door to all of it.
"""
