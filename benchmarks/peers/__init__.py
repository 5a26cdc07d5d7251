"""One script per peer, run by its own process and, but for scipy and ours, its own environment."""
