"""What is made of pictures, clips and sounds by computing alone: transitions, layers, sounds, conversions."""
