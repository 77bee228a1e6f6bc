"""Vietnamese names for the codes in this room, as an officer says them."""

from __future__ import annotations

from dataclasses import dataclass

from thidua.rules.errors import UnknownAwardError
from thidua.rules.yamls import read_yaml


@dataclass(frozen=True, slots=True)
class Award:
    """A title (``kind`` “title”) or commendation form (“form”) and the ``subject`` it is for.

    ``register`` is its code in the register of honours, which has one code for people and collectives alike.
    """

    code: str
    name_vi: str
    kind: str
    subject: str
    register: str


def _award(raw: dict[str, str]) -> Award:
    """Read one entry; the register's code is the same unless written."""
    return Award(raw["code"], raw["name_vi"], raw["kind"], raw["subject"], raw.get("register", raw["code"]))


# In order: people, then collectives, then households; lower before higher.
AWARDS = {raw["code"]: _award(raw) for raw in read_yaml("awards.yaml")["awards"]}
AWARD_VI = {code: award.name_vi for code, award in AWARDS.items()}
SUBJECTS = ("person", "collective", "household")
SUBJECT_VI = {"person": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"}
KIND_VI = {"title": "danh hiệu", "form": "hình thức khen thưởng"}
GRADE_VI = {
    "excellent": "hoàn thành xuất sắc nhiệm vụ",
    "good": "hoàn thành tốt nhiệm vụ",
    "completed": "hoàn thành nhiệm vụ",
    "not_completed": "không hoàn thành nhiệm vụ",
}
# As the files of units write the four grades when they do not write them out.
GRADE_SHORT_VI = {
    "excellent": ("HTXSNV", "xuất sắc", "hoàn thành xuất sắc"),
    "good": ("HTTNV", "tốt", "hoàn thành tốt"),
    "completed": ("HTNV", "hoàn thành"),
    "not_completed": ("KHTNV", "không hoàn thành", "không HTNV"),
}
SCOPE_VI = {"grassroots": "cấp cơ sở", "provincial": "cấp bộ, ngành, tỉnh", "national": "toàn quốc"}
LEVEL_VI = {
    "none": "không ai bị kỷ luật",
    "reprimand": "khiển trách",
    "warning": "cảnh cáo",
    "salary_step_cut": "hạ bậc lương",
    "demotion": "giáng chức",
    "removal": "cách chức",
    "dismissal": "buộc thôi việc",
}
CASE_VI = {
    "discipline": "đang xem xét kỷ luật",
    "investigation": "đang điều tra, truy tố, xét xử",
    "inspection": "đang thanh tra, kiểm tra",
    "complaint": "đang xác minh khiếu nại, tố cáo",
    "press": "báo chí nêu dấu hiệu vi phạm, đang xác minh",
}
UNION_WORK_VI = {
    "full_time": "chuyên trách",
    "part_time_state": "không chuyên trách, khu vực nhà nước",
    "part_time_non_state": "không chuyên trách, doanh nghiệp ngoài nhà nước",
    "under_discipline": "trong thời gian bị kỷ luật",
}
GROUP_VI = {
    "worker": "công nhân, người lao động trực tiếp, giáo viên, không giữ chức vụ",
    "graduate": "có trình độ đại học trở lên, không giữ chức vụ lãnh đạo",
    "leader": "cán bộ lãnh đạo, quản lý",
}


def award_name(code: str) -> str:
    """Return an award's Vietnamese name; raise ``UnknownAwardError`` for a code nobody defined."""
    try:
        return AWARD_VI[code]
    except KeyError:
        raise UnknownAwardError(
            f"Không có danh hiệu hay hình thức khen thưởng mang mã “{code}”.", f"Dùng một trong: {', '.join(AWARD_VI)}."
        ) from None


def any_name(code: str) -> str:
    """Return an award's name, or the code itself for awards which this room does not hold."""
    return AWARD_VI.get(code, code)


def is_form(code: str) -> bool:
    """Say whether the code is a commendation form; titles, and codes this room does not hold, are not."""
    return code in AWARDS and AWARDS[code].kind == "form"


def awards_of(subject: str) -> tuple[str, ...]:
    """Return the codes of the awards for a subject, lower before higher."""
    return tuple(code for code, award in AWARDS.items() if award.subject == subject)
