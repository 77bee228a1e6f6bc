"""Why a file cannot be read, in words for whoever sent it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from thidua.kernel.errors import InvalidInput

from .limits import Limits


class Unreadable(StrEnum):
    """What is wrong with a file."""

    EMPTY = "empty"
    TOO_BIG = "too_big"
    BOMB = "bomb"
    TOO_MANY_CELLS = "too_many_cells"
    ENCRYPTED = "encrypted"
    MACRO = "macro"
    EXTERNAL_LINK = "external_link"
    ENTITIES = "entities"
    DAMAGED = "damaged"
    WEB_PAGE = "web_page"
    NO_SPREADSHEET = "no_spreadsheet"
    OLD_WORD = "old_word"
    NO_TABLE = "no_table"
    NO_TEXT_LAYER = "no_text_layer"
    TOO_SLOW = "too_slow"


class UnreadableFile(InvalidInput):
    """A file that is refused as a whole; ``kind`` says why for machines."""

    code = "unreadable_file"

    def __init__(self, kind: Unreadable, limits: Limits, *, what: str = "") -> None:
        message, next_step = _words(kind, limits, what)
        super().__init__(message, next_step)
        self.kind = kind


def _words(kind: Unreadable, limits: Limits, what: str) -> tuple[str, str]:
    """Return the message and what to do next; ``what`` is the kind of file found, where it is no spreadsheet."""
    sizes: dict[str, Any] = {
        "megabytes": limits.file_size // 1_000_000, "rows": limits.rows, "columns": limits.columns, "what": what
    }  # fmt: skip
    message, next_step = {
        Unreadable.EMPTY: (_("Tệp trống."), _("Chọn lại tệp có dữ liệu.")),
        Unreadable.TOO_BIG: (
            _("Tệp lớn hơn %(megabytes)s MB."), _("Xóa ảnh và các trang không dùng, hoặc chia thành nhiều tệp."),
        ),
        Unreadable.BOMB: (
            _("Tệp nén quá mức: mở ra lớn hơn nhiều lần."), _("Mở bằng Excel, lưu lại thành tệp mới rồi gửi tệp ấy."),
        ),
        Unreadable.TOO_MANY_CELLS: (
            _("Bảng quá lớn: chỉ đọc được đến %(rows)s dòng và %(columns)s cột."),
            _("Xóa các ô thừa ở xa bảng (kể cả một ô ở cuối trang tính), hoặc chia thành nhiều tệp."),
        ),
        Unreadable.ENCRYPTED: (_("Tệp đặt mật khẩu."), _("Mở tệp, bỏ mật khẩu, lưu lại rồi gửi.")),
        Unreadable.MACRO: (
            _("Tệp có macro (chương trình) nên không nhận."), _("Lưu lại thành “Excel Workbook (.xlsx)” rồi gửi."),
        ),
        Unreadable.EXTERNAL_LINK: (
            _("Tệp có công thức lấy số liệu từ tệp khác nên số liệu có thể không đúng."),
            _("Trong Excel chọn Data, Edit Links, Break Link (hoặc dán giá trị), lưu lại rồi gửi."),
        ),
        Unreadable.ENTITIES: (
            _("Tệp có phần khai báo không an toàn nên không nhận."), _("Mở bằng Excel, lưu lại thành tệp mới rồi gửi."),
        ),
        Unreadable.DAMAGED: (
            _("Tệp hỏng hoặc tải lên chưa hết."), _("Mở thử bằng Excel; nếu được thì lưu thành tệp mới rồi gửi."),
        ),
        Unreadable.WEB_PAGE: (
            _("Tệp là XML hoặc trang web lưu một tệp (MHTML) được đặt tên như tệp Excel, Word."),
            _("Mở bằng Excel, chọn Save As, kiểu “Excel Workbook (.xlsx)” rồi gửi tệp ấy."),
        ),
        Unreadable.NO_SPREADSHEET: (
            _("Đây không phải bảng tính: tệp là %(what)s."),
            _("Gửi tệp .xlsx, .xls, .ods, .csv, .docx hoặc PDF có lớp chữ."),
        ),
        Unreadable.OLD_WORD: (
            _("Tệp Word kiểu cũ (.doc) không đọc được trên máy chủ này."),
            _("Mở bằng Word, chọn Save As, kiểu “Word Document (.docx)” rồi gửi tệp ấy."),
        ),
        Unreadable.NO_TABLE: (
            _("Tệp không có bảng nào."), _("Chỉ đọc được danh sách kẻ thành bảng: kẻ bảng rồi gửi lại."),
        ),
        Unreadable.NO_TEXT_LAYER: (
            _("Tệp PDF là bản quét (ảnh), không có lớp chữ nên không đọc được."),
            _("Xin tệp Word hoặc Excel gốc; nếu không còn, nhận dạng chữ (OCR), kiểm tra lại rồi gửi tệp Word."),
        ),
        Unreadable.TOO_SLOW: (
            _("Đọc tệp quá lâu nên đã dừng."), _("Xóa định dạng và trang không dùng, hoặc chia thành nhiều tệp."),
        ),
    }[kind]  # fmt: skip
    return message % sizes, next_step
