"""A news site on WordPress."""
