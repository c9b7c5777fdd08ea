"""A department's site on plain ASP.NET WebForms."""
