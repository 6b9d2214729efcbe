"""The collaboration workloads, on an installation of the product."""
