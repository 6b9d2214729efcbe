"""PostgreSQL: one file per table, one function per statement, rows as frozen values with ids as text."""
