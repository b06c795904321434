"""Pages of a twin's beginning. Each thing is fetched as hers, or there is nothing."""
