"""The ``thidua`` command: its overview, its exit codes, and one line per refusal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.processes import COMMAND, thidua
from thidua.config.cli import DJANGO_COMMANDS, GROUPS, OTHER, help_line, overview, own_commands, suggestion


def test_every_command_of_ours_is_in_a_group_with_a_line_of_help() -> None:
    grouped = {name for names in GROUPS.values() for name in names}
    ours = dict(own_commands())
    assert {"serve", "messages", "worker"} <= ours.keys()
    assert [name for name, line in ours.items() if not (line or name in DJANGO_COMMANDS)] == []
    assert ours.keys() - grouped == set()
    assert OTHER not in overview()


def test_groups_name_no_command_that_does_not_exist() -> None:
    known = DJANGO_COMMANDS.keys() | dict(own_commands()).keys()
    assert {name for names in GROUPS.values() for name in names} <= known


def test_the_overview_needs_no_django() -> None:
    loaded = "import sys; from thidua.config.cli import main; main(['--help']); sys.exit('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Phục vụ:" in done.stdout


def test_help_is_read_from_a_plain_or_a_marked_string() -> None:
    assert help_line('class Command:\n    help = "Một dòng.\\nHai dòng."') == "Một dòng."
    assert help_line('class Command:\n    help = _("Một " "dòng.")') == "Một dòng."
    assert help_line("class Command:\n    help = build()") == ""


def test_an_unknown_command_gets_a_suggestion(tmp_path: Path) -> None:
    assert "thidua serve" in suggestion("sevre", ["serve", "worker"])
    done = thidua("sevre", data_dir=tmp_path)
    assert done.returncode == 2
    assert "thidua serve" in done.stderr


def test_a_wrong_configuration_is_one_line() -> None:
    environment = {"PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "thidua.config.settings.production"}
    done = subprocess.run([*COMMAND, "check"], env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1), done.stderr
    assert "SECRET_KEY" in done.stderr
