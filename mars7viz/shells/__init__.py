"""The shells: where requests and time steps come from. They share widgets and nothing else."""
