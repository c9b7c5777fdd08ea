"""Who is a duplicate of whom."""
