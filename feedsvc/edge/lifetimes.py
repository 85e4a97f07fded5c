"""Lifetimes: how long a cache may keep each kind of answer, in seconds, and why.

Feeds are not here: theirs follow how often a stream moves (`Publication.ttl_s`), and
`feeds.max_age_s` of the settings is the shortest. What tells of one reader, or of trouble
that passes, is not kept at all (`conditional.NO_STORE`).
"""

SHARE_LINK_S = 300  # redirects: the article may be withdrawn or merged, and they follow
MOVED_S = 300  # redirects of what has another address now, and may get a third
WITHDRAWN_S = 300  # an article may be restored
RESOLVED_S = 300  # answers of the resolve API, which follow as share links do
CARD_S = 300  # pictures for share links; the article may be withdrawn
UNKNOWN_S = 60  # its article may be imported the next minute
PAGE_S = 60  # a front page shows what was published a minute ago
SEARCH_S = 10  # people search again for what was published a moment ago
NEWS_SITEMAP_S = 300  # robots that read it look for what is new
DIRECTORY_S = 3_600  # lists of feeds and pages grow slowly, and are large
QR_CODE_S = 86_400  # drawn from the address alone
STATIC_S = 86_400  # our own files; their addresses change with their content
ROBOTS_S = 86_400  # changes with a release only
FRAME_S = 300  # an article in it may be withdrawn
MEDIUM_S = 31_536_000  # its address changes with its content
LOADER_S = 31_536_000  # a published version never changes
