"""PostGIS: the private cluster, the connection, the tables and what is read from and written to them."""
