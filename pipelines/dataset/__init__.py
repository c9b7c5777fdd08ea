"""Articles → Parquet: staging, publish, verify."""
