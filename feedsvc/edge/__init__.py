"""The edge: WSGI that answers feeds and share links before Flask is asked, and limits."""
