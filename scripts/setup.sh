#!/usr/bin/env bash
# Makes .venv and installs exactly what uv.lock names: "core" to run Thi Đua, "dev" also what tests and checks need.
# uv comes from pip; where uv cannot reach the packages (it does not read pip.conf), pip installs the same versions
# from requirements.lock / requirements-dev.lock, which carry the same hashes.
set -euo pipefail
cd "$(dirname "$0")/.."
group="${1:-core}"
python="${PYTHON:-}"

fail() {
    echo "Lỗi: $*" >&2
    exit 1
}

find_python() {
    local name
    for name in ${python:-python3.11 python3}; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then
            echo "$name"
            return
        fi
    done
    fail "cần Python 3.11 (Debian/Ubuntu: apt install python3.11). Nếu đã cài ở nơi khác: make setup PYTHON=/đường/dẫn/python3.11"
}

make_venv() {
    [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    local found
    found="$(find_python)"
    "$found" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "Cài gói python3-venv rồi chạy lại (Debian/Ubuntu: apt install python3-venv)."
    echo "Tạo môi trường .venv bằng $("$found" --version)…"
    "$found" -m venv .venv || fail "không tạo được .venv; kiểm tra quyền ghi và chỗ trống của thư mục này."
}

install_uv() {
    [ -x .venv/bin/uv ] && return
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r scripts/uv.lock.txt
}

install_with_uv() {
    local extra=(--no-dev)
    [ "$group" = dev ] && extra=(--group dev)
    UV_PROJECT_ENVIRONMENT=.venv .venv/bin/uv sync --frozen --inexact --quiet --python .venv/bin/python "${extra[@]}"
}

install_with_pip() {
    local lock=requirements.lock
    [ "$group" = dev ] && lock=requirements-dev.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock" &&
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps -e .
}

make_venv
echo "Cài các gói đã khóa phiên bản ($group)…"
if ! { install_uv && install_with_uv; }; then
    echo "uv không cài được; thử lại bằng pip với cùng các phiên bản…" >&2
    install_with_pip || fail "không cài được các gói; kiểm tra kết nối tới kho gói Python rồi chạy lại."
fi
# Installing dev includes core; a stamp newer than the lock means nothing is left to do.
touch .venv/.core-ready
[ "$group" = dev ] && touch .venv/.dev-ready
exit 0
