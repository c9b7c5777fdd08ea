"""A provincial portal on Tân Dân's SharePoint portal."""
