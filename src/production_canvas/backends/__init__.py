"""Makers of takes: each turns a whole job into files."""
