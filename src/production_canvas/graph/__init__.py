"""The graph as values: rules, apply with inverse, replay, plan. No I/O, no clock, no chance."""
