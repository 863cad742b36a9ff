#!/usr/bin/env python3
"""`python3 manage.py start` and every other command; sets up what they need first."""

import os
import sys


def main() -> None:
    """Find or make an interpreter that has our dependencies, then let Django run the command."""
    from helpline.stack import bootstrap

    bootstrap.prepare(sys.argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpline.settings")
    from django.core.management import execute_from_command_line

    from helpline.stack import lending

    with lending.servers_for(sys.argv[1] if len(sys.argv) > 1 else ""):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
