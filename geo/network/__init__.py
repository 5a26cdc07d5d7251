"""Travel times: street networks and their fallback, the straight-line model."""
