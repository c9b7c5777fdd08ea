"""A grammar of Vietnamese administrative news: every sentence is composed by the project, none is copied."""
