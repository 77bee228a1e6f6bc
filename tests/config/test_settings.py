"""Settings: production refuses to start without its secrets; the local secret survives odd endings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import environment

COMPLETE = {
    "SECRET_KEY": "một chuỗi bí mật đủ dài để qua được phép kiểm tra của Django, không dùng ở đâu khác",
    "DATABASE_URL": "postgresql://thidua@localhost/thidua",
    "ALLOWED_HOSTS": "thidua.example.vn",
}
PRINT_SECRET = "from thidua.config.settings import dev; print(dev.SECRET_KEY)"


def load(code: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("missing", COMPLETE)
def test_production_names_the_variable_it_misses(missing: str, tmp_path: Path) -> None:
    env = environment(tmp_path) | {key: value for key, value in COMPLETE.items() if key != missing}
    done = load("import thidua.config.settings.production", env)
    assert done.returncode != 0
    assert missing in done.stderr.splitlines()[-1]


def test_production_refuses_to_serve_every_host_name(tmp_path: Path) -> None:
    env = environment(tmp_path) | COMPLETE | {"ALLOWED_HOSTS": "thidua.example.vn, *"}
    done = load("import thidua.config.settings.production", env)
    assert done.returncode != 0
    assert "ALLOWED_HOSTS" in done.stderr.splitlines()[-1]


def test_production_trusts_one_proxy_and_loads_no_demo(tmp_path: Path) -> None:
    show = "from thidua.config.settings import production as p; print(p.ALLAUTH_TRUSTED_PROXY_COUNT, p.DEMO_ALLOWED)"
    assert load(show, environment(tmp_path) | COMPLETE).stdout.split() == ["1", "False"]
    assert load(show, environment(tmp_path) | COMPLETE | {"TRUSTED_PROXIES": "2"}).stdout.split() == ["2", "False"]


def test_production_passes_the_deployment_check(tmp_path: Path) -> None:
    env = environment(tmp_path) | COMPLETE | {"DJANGO_SETTINGS_MODULE": "thidua.config.settings.production"}
    command = [sys.executable, "-m", "thidua.config.cli", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_local_secret_is_kept_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first, second = (load(PRINT_SECRET, environment(tmp_path)).stdout for _ in range(2))
    assert first == second
    assert len(first) > 50
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_an_empty_secret_left_by_a_full_disk_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch()
    assert len(load(PRINT_SECRET, environment(tmp_path)).stdout) > 50
    assert (tmp_path / "secret.key").read_text()
