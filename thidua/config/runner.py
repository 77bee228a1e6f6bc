"""Runs one management command for ``thidua``: an error that a person can act on is one line, not a traceback."""

from __future__ import annotations

import argparse
import sys

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand, CommandError, SystemCheckError, handle_default_options
from django.db import DatabaseError, connections

from thidua.kernel.errors import Refusal

from .cli import suggestion
from .startup import explain

# They work with every command and are of use to developers only.
_GENERAL_OPTIONS = {
    "version", "verbosity", "settings", "pythonpath", "no_color", "force_color", "skip_checks", "traceback",
}  # fmt: skip


def run(args: list[str]) -> int:
    """Run the command that ``args`` name; return its exit code."""
    name, *rest = args
    try:
        django.setup()
    except ImproperlyConfigured as error:
        return _say(f"Lỗi: {error}")
    commands = get_commands()
    if name not in commands:
        return _say(suggestion(name, sorted(commands)), code=2)
    app = commands[name]
    command = app if isinstance(app, BaseCommand) else load_command_class(app, name)
    try:
        return _execute(command, name, rest)
    finally:
        _close_connections()


def _execute(command: BaseCommand, name: str, rest: list[str]) -> int:
    # Django refuses tests and fixtures their own parser errors unless it knows a person typed this.
    setattr(command, "_called_from_command_line", True)  # noqa: B010 - an attribute that no stub knows
    parser = command.create_parser("thidua", name)
    _speak_vietnamese(parser)
    parsed = parser.parse_args(rest)
    handle_default_options(parsed)
    options = vars(parsed)
    try:
        command.execute(*options.pop("args", ()), **options)
    except BrokenPipeError:  # the reader of a pipe (head, less) has enough
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        return _say("Đã dừng theo yêu cầu.", code=130)
    except Exception as error:
        if options.get("traceback"):
            raise
        line, code = _line_for(error)
        if line is None:
            raise
        return _say(line, code=code)
    return 0


def _speak_vietnamese(parser: argparse.ArgumentParser) -> None:
    """Put argparse's own words into Vietnamese and leave Django's general options out of the explanation."""
    parser._optionals.title = "tùy chọn"
    parser._positionals.title = "tham số"
    for action in parser._actions:
        if action.dest == "help":
            action.help = "Hiện phần giải thích này."
        elif action.dest in _GENERAL_OPTIONS:
            action.help = argparse.SUPPRESS


def _line_for(error: Exception) -> tuple[str | None, int]:
    """Return the line that says ``error`` to a person, and the exit code; None where only a traceback helps."""
    if isinstance(error, SystemCheckError):
        return str(error), 1
    if isinstance(error, CommandError):
        return f"Lỗi: {error}", error.returncode
    if isinstance(error, Refusal):
        return f"Lỗi: {error.message} {error.next_step}".rstrip(), 1
    line = explain(error) if isinstance(error, OSError | DatabaseError) else None
    return (f"Lỗi: {line}" if line else None), 1


def _close_connections() -> None:
    try:
        connections.close_all()
    except ImproperlyConfigured:  # a command that touches no database runs without one
        return


def _say(line: str, *, code: int = 1) -> int:
    print(line, file=sys.stderr)
    return code
