"""Who stands where on what: the rules behind the extractors of positions, inducements, commitments and opinions."""
