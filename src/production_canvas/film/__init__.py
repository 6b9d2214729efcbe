"""The film itself: screenplay, scenes, shots. Pure: no I/O, no clock, no random."""
