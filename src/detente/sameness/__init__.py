"""Whether two texts are one: copies, cut, edited and badly scanned ones, and later versions."""
