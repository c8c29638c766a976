"""The exhibit shell: a tour in a loop until somebody touches it. Qt; desktop is not known here."""
