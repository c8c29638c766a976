"""The film shell: a tour as numbered pictures and a film, with no display."""
