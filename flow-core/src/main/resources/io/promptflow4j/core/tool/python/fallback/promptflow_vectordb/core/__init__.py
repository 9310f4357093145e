"""See `contracts`."""
