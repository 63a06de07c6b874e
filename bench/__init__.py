"""Benchmarks of quality, speed and robustness. Never in the wheel; each is run as `python -m bench.NAME`."""
