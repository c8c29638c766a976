"""Qt widgets of the desktop and the kiosk: each shows a snapshot, none asks for the time."""
