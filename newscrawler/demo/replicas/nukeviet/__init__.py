"""A provincial portal on NukeViet's news module."""
