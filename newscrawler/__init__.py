"""The application: brings pages (Scrapy), and answers from the dataset (corpus)."""

import os

__version__ = "0.1.0"

# Read when Arrow is loaded: its own allocator keeps what its threads once took, more with every publish, and only the
# system's can be trimmed. Setting Arrow's pool later leaves its insides (the Parquet reader and writer) as they were.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
