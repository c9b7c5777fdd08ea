"""An online newspaper with zero-based page numbers (VietNamNet type)."""
