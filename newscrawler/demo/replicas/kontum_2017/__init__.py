"""Kon Tum's portal as it was in 2017: a SharePoint blog under /tintuc."""
