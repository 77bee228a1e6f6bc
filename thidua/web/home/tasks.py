"""The words and the one link of each kind of task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from thidua.statistics.todo import Task, TaskKind, When, grouped

DAYS_A_YEAR = 365  # past it, a count of days tells nobody anything


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list: what to do, where it leads, for which unit, and how much time is left."""

    words: str
    url: str
    unit: str
    due_on: date | None
    tone: str
    clock: str


def lines_of(tasks: list[Task], year: int, today: date) -> list[tuple[When, list[Line]]]:
    """Return the tasks as lines, by urgency."""
    return [(when, [_line(task, when, year, today) for task in group]) for when, group in grouped(tasks, today)]


def _line(task: Task, when: When, year: int, today: date) -> Line:
    tones = {When.OVERDUE: "bad", When.TODAY: "warn", When.THIS_WEEK: "info", When.LATER: "muted"}
    return Line(
        words=_WORDS[task.kind](task),
        url=_URLS[task.kind](task, year),
        unit=task.unit.short_name if task.unit else "",
        due_on=task.due_on,
        tone=tones[when],
        clock=_clock(task.due_on, today),
    )


def _clock(due_on: date | None, today: date) -> str:
    """Return the time left in words; empty without a due day."""
    if due_on is None:
        return ""
    days = (due_on - today).days
    if days == 0:
        return _("hạn hôm nay")
    if days <= -DAYS_A_YEAR:
        years = -days // DAYS_A_YEAR
        return ngettext("trễ hơn %(years)d năm", "trễ hơn %(years)d năm", years) % {"years": years}
    if days < 0:
        return ngettext("trễ %(days)d ngày", "trễ %(days)d ngày", -days) % {"days": -days}
    return ngettext("còn %(days)d ngày", "còn %(days)d ngày", days) % {"days": days}


def _join(task: Task) -> str:
    if task.object_id:
        return _("Tham gia “%(name)s”") % {"name": task.name}
    return ngettext(
        "Tham gia %(count)d phong trào, cuộc vận động đã phát động",
        "Tham gia %(count)d phong trào, cuộc vận động đã phát động",
        task.count,
    ) % {"count": task.count}


def _confirm_union(task: Task) -> str:
    if task.object_id:
        return _("Công đoàn xác nhận phát động “%(name)s”") % {"name": task.name}
    return ngettext(
        "Công đoàn xác nhận phát động %(count)d phong trào",
        "Công đoàn xác nhận phát động %(count)d phong trào",
        task.count,
    ) % {"count": task.count}


def _confirm_head(task: Task) -> str:
    if task.object_id:
        return _("Thủ trưởng xác nhận phát động “%(name)s”") % {"name": task.name}
    return ngettext(
        "Thủ trưởng xác nhận phát động %(count)d phong trào",
        "Thủ trưởng xác nhận phát động %(count)d phong trào",
        task.count,
    ) % {"count": task.count}


def _grades(task: Task) -> str:
    return ngettext("Ghi xếp loại năm cho %(count)d người", "Ghi xếp loại năm cho %(count)d người", task.count) % {
        "count": task.count
    }


def _receive(task: Task) -> str:
    return ngettext("Tiếp nhận đăng ký của %(count)d đơn vị", "Tiếp nhận đăng ký của %(count)d đơn vị", task.count) % {
        "count": task.count
    }


def _launch(task: Task) -> str:
    if task.object_id:
        return _("Phát động “%(name)s”") % {"name": task.name}
    return ngettext(
        "Phát động %(count)d phong trào đã lập kế hoạch", "Phát động %(count)d phong trào đã lập kế hoạch", task.count
    ) % {"count": task.count}


def _milestone(task: Task) -> str:
    if task.object_id:
        return _("Ghi mốc %(step)s của “%(name)s”") % {"step": task.step, "name": task.name}
    return ngettext(
        "Ghi mốc %(step)s của %(count)d phong trào", "Ghi mốc %(step)s của %(count)d phong trào", task.count
    ) % {"step": task.step, "count": task.count}


_WORDS: dict[TaskKind, Callable[[Task], str]] = {
    TaskKind.JOIN: _join,
    TaskKind.CONFIRM_UNION: _confirm_union,
    TaskKind.CONFIRM_HEAD: _confirm_head,
    TaskKind.REGISTER: lambda task: _("Hoàn thành và nộp đăng ký thi đua"),
    TaskKind.REGISTER_AGAIN: lambda task: _("Sửa và nộp lại đăng ký thi đua bị trả lại"),
    TaskKind.GRADES: _grades,
    TaskKind.RECEIVE: _receive,
    TaskKind.LAUNCH: _launch,
    TaskKind.MILESTONE: _milestone,
}


def _year_list(name: str, year: int) -> str:
    return f"{reverse(name)}?nam={year}"


def _to_movement(task: Task, year: int) -> str:
    if task.object_id:
        return reverse("movements:detail", args=[task.object_id])
    return _year_list("movements:list", year)


def _to_participation(task: Task, year: int) -> str:
    if task.object_id:
        return reverse("movements:participation", args=[task.object_id])
    return _year_list("movements:list", year)


def _to_join(task: Task, year: int) -> str:
    if task.object_id and task.unit:
        return reverse("movements:join", args=[task.object_id, task.unit.pk])
    return _year_list("movements:list", year)


def _to_registration(task: Task, year: int) -> str:
    return reverse("registration:sheet", args=[task.object_id]) if task.object_id else reverse("registration:list")


_URLS: dict[TaskKind, Callable[[Task, int], str]] = {
    TaskKind.JOIN: _to_join,
    TaskKind.CONFIRM_UNION: _to_participation,
    TaskKind.CONFIRM_HEAD: _to_participation,
    TaskKind.REGISTER: _to_registration,
    TaskKind.REGISTER_AGAIN: _to_registration,
    TaskKind.GRADES: lambda task, year: reverse("results:sheet", args=[task.unit.pk, year]) if task.unit else "",
    TaskKind.RECEIVE: lambda task, year: reverse("registration:list"),
    TaskKind.LAUNCH: _to_movement,
    TaskKind.MILESTONE: _to_movement,
}
