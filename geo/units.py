"""Units, each written down once. The engine counts time in deciseconds (ds)."""

DS_PER_SECOND = 10.0
DS_PER_MINUTE = 600.0
SECONDS_PER_MINUTE = 60.0
SECONDS_PER_HOUR = 3600.0
METRES_PER_KM = 1000.0
