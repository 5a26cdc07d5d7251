"""Speed, memory and agreement of the engine beside other shortest-path programs: ``python -m benchmarks``."""
