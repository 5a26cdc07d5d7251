"""Fetch and read only: files and downloads in, checked frames with their provenance out."""
