"""Keeps a record current: what feeds, sitemaps, pages and folders hold that is new is fetched, kept, coded and told."""
