"""Reported speech: its cues, where the content of each stands, who speaks, and speech that no cue reports.

`cues` reads the words that report speech, `reports` finds them in a text with their content, `speakers` names who
speaks, `voices` finds speech without a cue, `loose` the quotations that go on with what was said before. Grammar over
tokens and no model; `extract/statements.py` turns what is found here into records.
"""
