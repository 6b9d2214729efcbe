"""What the chaos proof is made of: the crew and its lines, the strikes, and who reads the log afterwards."""
