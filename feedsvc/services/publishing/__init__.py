"""Publishing: drafts become articles, by the archive's door or by a decision.

`archive.reading` runs in worker processes and knows no store; keep this file free of imports, so
that a worker starts without one.
"""
