"""A ministry-level portal on Oracle WebCenter (ADF) with session parameters."""
