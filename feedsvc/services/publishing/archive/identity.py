"""Identity: a file keeps the info code that was once made for it.

Such a code comes from the post's address, which changes with its date and categories;
the article is still the same one.
"""

from collections.abc import Mapping
from dataclasses import replace

from feedsvc.model.article import ArticleDraft
from feedsvc.model.info_code import is_made
from feedsvc.store.articles import claims
from feedsvc.store.changes.change import Change


def with_kept_codes(
    change: Change, archive: str, drafts: Mapping[str, ArticleDraft]
) -> dict[str, ArticleDraft]:
    """The drafts of an archive's files, by path, under the codes that these have."""
    made = [path for path, draft in drafts.items() if is_made(draft.info_code)]
    before = claims.codes_of(change.connection, archive, made) if made else {}
    kept = {
        path: replace(drafts[path], info_code=code)
        for path, code in before.items()
        if is_made(code) and code != drafts[path].info_code
    }
    return {**drafts, **kept}
