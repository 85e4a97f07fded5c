"""feedsvc: a news site's feeds, share links and source credits."""

__version__ = "0.1.0"
