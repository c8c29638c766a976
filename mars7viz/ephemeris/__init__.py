"""Where the bodies are, how they are turned, and how a craft moves among them. No mission."""
