"""Speed of the parts beside named peers, in CPU time of the same run."""
