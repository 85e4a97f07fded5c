"""The process: the server, its connections, and the work beside requests."""
