"""What the mission knows and does: verbs and questions, free of HTTP."""
