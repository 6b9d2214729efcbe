"""Everything of an installation on one machine: its servers, started from wheels, watched, and ended together."""
