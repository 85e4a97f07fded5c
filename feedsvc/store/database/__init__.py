"""The database itself: engines, tables, migrations, backups, and whether it is sound."""
