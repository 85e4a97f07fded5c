"""Settings: one frozen, validated object, read once by the composition root.

A TOML file (`feedsvc.toml`, or the file that `FEEDSVC_CONFIG` names), then `FEEDSVC_*`
environment variables over it; nested keys take two underscores:
`FEEDSVC_IMPORT__LEGACY_URL`. `config/feedsvc.example.toml` lists every key.
"""

from feedsvc.settings.loading import load_settings
from feedsvc.settings.tables import ServeSettings, Settings

__all__ = ["ServeSettings", "Settings", "load_settings"]
