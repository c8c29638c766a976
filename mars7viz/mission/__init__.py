"""What happened in 1973 and 1974, as data: every claim with its grade and its sources."""
