"""Units and the clock, each written down once. The engine counts time in deciseconds (ds)."""

from zoneinfo import ZoneInfo

DS_PER_SECOND = 10.0
DS_PER_MINUTE = 600.0
SECONDS_PER_MINUTE = 60.0
SECONDS_PER_HOUR = 3600.0
METRES_PER_KM = 1000.0

TIME_ZONE = ZoneInfo("Europe/Berlin")
"""Where those who use Mitten are: days begin there, wherever the server stands."""
