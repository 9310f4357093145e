"""Small things that samples import from prompt flow's inside."""
