"""Reported speech: its cues, where the content of each stands, who speaks, and speech that no cue reports.

`cues` reads the words that report speech, `reports` finds them in a text with their content, `subjects` and `speakers`
name who speaks, `acts` says what is done by it. Without a cue: `voices` finds turns, headlines and signatures, `labels`
posts and labelled quotations, `issuers` and `avowals` what a document or letter says, `free` free indirect speech,
`loose` the quotations that go on with what was said before. Grammar over tokens and no model;
`extract/statements.py` turns what is found here into records.
"""
