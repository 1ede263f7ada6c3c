"""From grammar to PLOVER acts: the rules behind the events extractor and behind `code-pairs`."""
