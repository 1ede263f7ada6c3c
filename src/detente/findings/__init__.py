"""What the analyses and the brief share: reading rows, and telling which may be trusted to speak of a matter."""
