"""Mitten: reachability of public services in the small centres of a Verbund.

A library that knows nothing of HTTP: it fetches, cleans, stores, computes and draws. The web server (`api`),
the web map, the reports and the notebooks only show what this package computed.
"""

__version__ = "0.1.0"
