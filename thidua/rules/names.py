"""Vietnamese names for the codes in this room, as an officer says them."""

from __future__ import annotations

from thidua.rules.errors import UnknownTitleError

TITLE_VI = {
    "advanced_worker": "Lao động tiên tiến",
    "grassroots_fighter": "Chiến sĩ thi đua cơ sở",
    "ministerial_provincial_fighter": "Chiến sĩ thi đua cấp bộ, ban, ngành, tỉnh",
    "national_fighter": "Chiến sĩ thi đua toàn quốc",
}
GRADE_VI = {
    "excellent": "hoàn thành xuất sắc nhiệm vụ",
    "good": "hoàn thành tốt nhiệm vụ",
    "completed": "hoàn thành nhiệm vụ",
    "not_completed": "không hoàn thành nhiệm vụ",
}
SCOPE_VI = {"grassroots": "cấp cơ sở", "provincial": "cấp bộ, ngành, tỉnh", "national": "toàn quốc"}


def title_name(code: str) -> str:
    """Return a title's Vietnamese name; raise ``UnknownTitleError`` for a code nobody defined."""
    try:
        return TITLE_VI[code]
    except KeyError:
        raise UnknownTitleError(
            f"Không có danh hiệu mang mã “{code}”.", f"Dùng một trong: {', '.join(TITLE_VI)}."
        ) from None


def any_name(code: str) -> str:
    """Return a title's name, or the code itself for awards which this room does not hold yet."""
    return TITLE_VI.get(code, code)
