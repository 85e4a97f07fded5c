"""Settings for storing, in the form that services take them."""

from feedsvc.model.attribution import source_key
from feedsvc.services.publishing.placement import StoringRules
from feedsvc.settings import Settings


def storing_rules(settings: Settings) -> StoringRules:
    """The rules for storing articles; nothing that parses is loaded for them."""
    aliases = {
        source_key(name): source_key(meant)
        for name, meant in settings.import_.source_aliases.items()
    }
    titles = settings.import_.outlets.replace("，", ",").split(",")
    return StoringRules(
        settings.links,
        aliases,
        outlets=frozenset(key for key in map(source_key, titles) if key),
        infers_outlets=settings.import_.infer_outlets,
    )
