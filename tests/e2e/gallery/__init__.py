"""Every node type placed and filled: what the browser tests look at, and the pictures of the gallery page."""
