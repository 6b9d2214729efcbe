"""The product's own benchmarks: `canvas bench NAME`."""
