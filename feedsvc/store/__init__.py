"""The only SQLAlchemy: engines, tables, and one file a noun.

Functions take a `Connection` and return model dataclasses; the caller owns the
transaction. No rows, no SQL and no driver errors leave this package.
"""
