"""Submission -> ArticleDraft: cleaned HTML, credits, summary. Pure: no I/O, no clock."""
