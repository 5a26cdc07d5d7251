"""The web server: shows what `geo.service` answers, over HTTP, and delivers the built web map."""
