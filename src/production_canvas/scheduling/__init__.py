"""Which job goes to which worker, and why the others wait: pure, from plain values to plain values."""
