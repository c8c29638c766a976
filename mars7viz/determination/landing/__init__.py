"""The intended landing: what the lander would have done had its retro motor fired (what-if)."""
