"""Settings: one frozen, validated object, read once by the composition root.

A TOML file (`feedsvc.toml`, or the file that `FEEDSVC_CONFIG` names), then `FEEDSVC_*`
environment variables over it; nested keys take two underscores:
`FEEDSVC_IMPORT__LEGACY_URL`. `config/feedsvc.example.toml` lists every key.
"""

from feedsvc.settings.loading import configuration_file, load_settings
from feedsvc.settings.tables import ServeSettings, Settings

__all__ = ["ServeSettings", "Settings", "configuration_file", "load_settings"]
