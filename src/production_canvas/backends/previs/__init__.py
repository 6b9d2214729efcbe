"""A real clip from the shot itself, on any CPU: set, light, cut-out cast, camera move, slate, timecode, sound."""
