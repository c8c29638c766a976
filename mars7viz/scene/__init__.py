"""The scene: VisPy gloo programs that draw a snapshot. No Qt; knows the snapshot only."""
