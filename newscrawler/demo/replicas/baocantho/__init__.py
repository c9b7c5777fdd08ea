"""A provincial newspaper on its own PHP (baocantho type)."""
