"""Stories of a draft, told against its own book: each must come out as its writer said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from thidua.rules.answers import Answer
from thidua.rules.book import LawBook
from thidua.rules.engine import judge
from thidua.rules.errors import RuleDataError, RulesError
from thidua.rules.reasons import Judgement
from thidua.rules.simulation.untrusted import Lined, read_untrusted, told
from thidua.rules.stories import Story, stories_from

STORIES_VI = "Chuyện mẫu"
MOST_STORIES = 60


@dataclass(frozen=True, slots=True)
class StoryResult:
    """One story: what was expected, what came out, and what is wrong (``None``: as told)."""

    name: str
    expected: Answer | None
    judgement: Judgement | None
    fault_vi: str | None

    @property
    def passed(self) -> bool:
        """Whether it came out as told."""
        return self.fault_vi is None


def try_stories(book: LawBook, award: str, text: str) -> tuple[StoryResult, ...]:
    """Judge every story of a draft's text; a story that cannot be read fails with its line, the others go on.

    Raises ``RulesError`` when the text as a whole cannot be read.
    """
    raw = read_untrusted(text, STORIES_VI)
    stories = raw.get("stories") if isinstance(raw, Lined) else None
    if not isinstance(stories, list) or not 1 <= len(stories) <= MOST_STORIES:
        raise RuleDataError(
            f"{STORIES_VI} phải có khóa “stories” với từ 1 đến {MOST_STORIES} chuyện.", "Xem ví dụ trong tài liệu."
        )
    return tuple(_tried(book, award, item) for item in stories)


def _tried(book: LawBook, award: str, item: Any) -> StoryResult:
    name = str(item.get("name", "chưa đặt tên")) if isinstance(item, Lined) else "chưa đặt tên"
    try:
        with told(STORIES_VI, getattr(item, "line", 0)):
            (story,) = stories_from(award, {"stories": [item]})
            judgement = judge(award=award, history=story.history, year=story.year, decided_on=story.date, book=book)
            return StoryResult(name, story.answer, judgement, fault_of(story, judgement))
    except RulesError as error:
        return StoryResult(name, None, None, str(error))


def fault_of(story: Story, judgement: Judgement) -> str | None:
    """Say what a judgement gives otherwise than the story told; ``None`` when all is as told."""
    return "; ".join(_faults(story, judgement)) or None


def _faults(story: Story, judgement: Judgement) -> Iterator[str]:
    if judgement.answer is not story.answer:
        yield f"kể là “{story.answer.value}”, luật cho “{judgement.answer.value}”"
    if judgement.rule_id != story.rule:
        yield f"kể theo quy tắc {story.rule}, luật dùng {judgement.rule_id}"
    agreeing = {reason.condition_code for reason in judgement.tree.walk() if reason.answer is story.answer}
    if missing := [code for code in story.because if code not in agreeing]:
        yield f"các điều kiện không cho câu trả lời ấy: {', '.join(missing)}"
