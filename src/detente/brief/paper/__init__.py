"""A brief on paper: as a document of a word processor, and as PDF."""
