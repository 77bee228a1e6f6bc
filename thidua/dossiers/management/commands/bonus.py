"""``thidua bonus --facts FILE.yaml``: the award money of one recipient, or a unit's budget. No database needed."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from thidua.rules.errors import RulesError
from thidua.rules.money.facts import answer
from thidua.rules.money.render import as_data, render_text


def _day(text: str) -> date:
    """Read --date; the words of a fault are for an officer."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” không phải một ngày; ghi dạng NĂM-THÁNG-NGÀY, ví dụ 2025-12-20") from None


class Command(BaseCommand):
    """Count award money by the law of the day of decision."""

    help = "Tính tiền thưởng kèm danh hiệu, hình thức khen thưởng, hoặc dự toán của đơn vị, từ một tệp."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the file, the day and the format."""
        parser.add_argument(
            "--facts", type=Path, required=True, metavar="TỆP", help="tệp YAML ghi khen thưởng (docs/tien-thuong.md)"
        )
        parser.add_argument(
            "--date", type=_day, metavar="NGÀY", help="ngày quyết định, YYYY-MM-DD (mặc định: “decided_on” trong tệp)"
        )
        parser.add_argument("--format", choices=["text", "json"], default="text", help="dạng in ra")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer and print; a file that cannot be read or has no figure ends with its words and exit code 1."""
        path: Path = options["facts"]
        try:
            result = answer(path.read_text(encoding="utf-8-sig"), options["date"])
        except FileNotFoundError:
            raise CommandError(f"Không có tệp “{path}”. Xem lại đường dẫn.") from None
        except OSError as error:
            raise CommandError(f"Không đọc được tệp “{path}”: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"Tệp “{path}” không phải văn bản UTF-8. Lưu lại với bảng mã UTF-8.") from error
        except RulesError as error:
            raise CommandError(f"{path.name}: {error}") from error
        if options["format"] == "json":
            self.stdout.write(json.dumps(as_data(result), ensure_ascii=False, indent=2))
        else:
            self.stdout.write(render_text(result))
