"""The command ``mitten``: thin sub-commands over pipeline and service."""

from geo.cli.app import app

__all__ = ["app"]
