"""`python -m feedsvc`: the same as the `feedsvc` command."""

from feedsvc.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
