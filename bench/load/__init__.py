"""What the benchmark's clients are made of. Nothing here knows whose server it loads: the peers' clients use it too."""
