"""The codebook of actors: names, offices with their dates, sides, and a phrase resolved without a language model."""
