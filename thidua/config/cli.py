"""``thidua``: the one console command. Thin over Django's management commands; it adds plain words and groups.

``thidua --help`` reads each command's one-line help from its source without starting Django, so it answers at once.
"""

from __future__ import annotations

import ast
import difflib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGE_DIR = Path(__file__).resolve().parents[1]

# The order in which a newcomer meets them. A command in no group is listed under OTHER.
GROUPS: dict[str, tuple[str, ...]] = {
    "Bắt đầu": ("demo", "migrate"),
    "Phục vụ": ("serve", "worker"),
    "Thi đua": ("evaluate", "purge_runs", "explain", "plan", "rules", "bonus", "dossier", "council"),
    "Bảng tính": ("import", "purge_imports"),
    "Kiểm tra": ("audit", "check"),
    "Vận hành": ("createsuperuser", "changepassword", "collectstatic", "dbshell", "shell", "flush"),
    "Bảng chữ": ("messages", "lawpages"),
}
OTHER = "Khác"
# Django's own commands that an operator meets, in our words; its other commands run too and stay unlisted.
DJANGO_COMMANDS = {
    "migrate": "Cập nhật các bảng của cơ sở dữ liệu lên phiên bản đang cài.",
    "check": "Kiểm tra cấu hình (thêm --deploy trước khi đưa vào sử dụng).",
    "createsuperuser": "Tạo tài khoản đầu tiên khi chưa có ai quản trị.",
    "changepassword": "Đặt lại mật khẩu của một tài khoản.",
    "collectstatic": "Gom tệp giao diện vào thư mục dữ liệu (serve tự làm việc này).",
    "dbshell": "Mở dòng lệnh của cơ sở dữ liệu.",
    "flush": "Xóa TOÀN BỘ dữ liệu, kể cả nhật ký (chỉ khi thử nghiệm).",
    "shell": "Mở dòng lệnh Python đã nạp sẵn chương trình.",
}


def main(argv: list[str] | None = None) -> None:
    """Run ``thidua`` with the process's arguments; ends the process with the command's exit code."""
    args = sys.argv[1:] if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "thidua.config.settings.dev")
    if not args or args[0] in {"-h", "--help"} or args == ["help"]:
        print(overview())
        return
    if args[0] == "--version":
        args = ["version"]
    if args[0] == "help":
        args = [args[1], "--help"]
    # Imported here because Django alone takes longer to load than the whole of --help may.
    from .runner import run  # noqa: PLC0415

    sys.exit(run(args))


def overview() -> str:
    """Return the list of commands in their groups, one line each."""
    known = dict(own_commands()) | DJANGO_COMMANDS
    width = max(map(len, known))
    grouped = {name for names in GROUPS.values() for name in names}
    groups = GROUPS | {OTHER: tuple(sorted(known.keys() - grouped))}
    lines = [
        "Thi Đua — phong trào thi đua và khen thưởng cho công đoàn và cơ quan.",
        "",
        "Cách dùng: thidua LỆNH [tùy chọn]    ·    thidua LỆNH --help: giải thích một lệnh",
    ]
    for title, names in groups.items():
        listed = [name for name in names if name in known]
        if listed:
            lines += ["", f"{title}:", *(f"  {name:<{width}}  {known[name]}" for name in listed)]
    return "\n".join(lines)


def own_commands() -> Iterator[tuple[str, str]]:
    """Yield each command of our rooms with the first line of its help."""
    for path in sorted(PACKAGE_DIR.glob("*/management/commands/[a-z]*.py")):
        yield path.stem, help_line(path.read_text(encoding="utf-8"))


def help_line(source: str) -> str:
    """Return the first line of ``Command.help`` in a command's source; "" when it is not a plain string."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "help" for t in node.targets):
            value = node.value
            if isinstance(value, ast.Call) and value.args:  # _("…")
                value = value.args[0]
            if isinstance(value, ast.Constant) and isinstance(value.value, str):
                return value.value.strip().splitlines()[0]
    return ""


def suggestion(name: str, known: list[str]) -> str:
    """Return the line for an unknown command, with the nearest names."""
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
    hint = f" Có phải bạn muốn: {', '.join(f'thidua {word}' for word in near)}?" if near else ""
    return f"Lỗi: không có lệnh “{name}”.{hint} Xem mọi lệnh: thidua --help"


if __name__ == "__main__":
    main()
