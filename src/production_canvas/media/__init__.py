"""What can be learned from and done to media files."""
