"""Every wire message, and the bodies of the REST doors."""
