"""What is true at one instant, and how to look at it: plain values and one pure function."""
