"""A provincial portal on the VNPT portal: Liferay with VNPT's news list portlet."""
