"""Publish and subscribe between the processes of one installation."""
