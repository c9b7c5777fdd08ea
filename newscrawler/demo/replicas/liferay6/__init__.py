"""A provincial portal on Liferay 6.x with the asset publisher portlet."""
