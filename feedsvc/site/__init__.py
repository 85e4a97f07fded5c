"""The site: pages and the API, and the only Flask. Asks services, and knows no SQL."""
