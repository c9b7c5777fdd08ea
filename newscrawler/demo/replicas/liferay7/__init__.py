"""A provincial portal on Liferay 7 with a news portlet of its own (Hòa Bình type)."""
