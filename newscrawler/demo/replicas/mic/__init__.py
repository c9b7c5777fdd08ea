"""A ministry's portal on SharePoint 2013 with WebForms (MIC type)."""
