"""Settings informed by the site's own facts, where nothing is set."""

from pydantic import ValidationError

from feedsvc.language import tags
from feedsvc.model.site_facts import SiteFacts
from feedsvc.settings.tables import ImportSettings, Settings

FROM_FACTS = ("site_title", "site_description", "language", "timezone")


def informed(settings: Settings, facts: SiteFacts) -> Settings:
    """The settings with the facts of the site; those that no setting may have are left out."""
    given = {name: getattr(settings, name) for name in settings.model_fields_set}
    given["import"] = _import_informed(given.pop("import_", ImportSettings()), facts)
    values = (facts.title, facts.description, _language(facts), facts.timezone)
    for name, value in zip(FROM_FACTS, values, strict=True):
        if value and name not in given and _is_valid({name: value}):
            given[name] = value
    known = Settings.model_validate(given)
    # A fact is no setting: an archive's own configuration goes before it.
    known.model_fields_set.intersection_update(settings.model_fields_set)
    return known


def _import_informed(import_: ImportSettings, facts: SiteFacts) -> ImportSettings:
    if not facts.origin or "legacy_url" in import_.model_fields_set:
        return import_
    if not _is_valid({"import": {"legacy_url": facts.origin}}):
        return import_
    known = ImportSettings(legacy_url=facts.origin).legacy_url
    return import_.model_copy(update={"legacy_url": known})


def _language(facts: SiteFacts) -> str:
    """The tag that a site means; it may write it as Unix does."""
    return tags.find(facts.language) or ""


def _is_valid(values: dict[str, object]) -> bool:
    try:
        Settings.model_validate(values)
    except ValidationError:
        return False
    return True
