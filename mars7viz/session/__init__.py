"""The one place that changes: time, camera and choices, and who is told of them."""
