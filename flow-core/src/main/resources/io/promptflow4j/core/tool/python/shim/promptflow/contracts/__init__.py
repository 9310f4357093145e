"""Types of values that tools exchange."""
