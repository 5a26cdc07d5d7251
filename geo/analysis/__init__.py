"""Pure analyses: frames in, new frames out; no database, no web, no drawing."""
