"""Pages over a record: read-only, on this machine, each with a `.json` twin and a `.csv` download.

A page is a file of `pages/` with a function `show`; its name is its address. `opened.py` holds the record, `app.py`
serves the pages, `guard.py` says who may ask.
"""
