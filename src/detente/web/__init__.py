"""Pages over a record, on this machine, each with a `.json` twin and a `.csv` download; in them it can be corrected.

A page is a file of `pages/` with a function `show`; its name is its address. `opened.py` holds one state of the record
(its `tables.py`, and the findings from them), `library.py` puts the next in its place, `app.py` serves the pages,
`guard.py` says who may ask. What forms send comes by `sending.py` and is done by `acting.py`; `reviewing.py` holds the
journal, `seen.py` what a reader sees of it.
"""
