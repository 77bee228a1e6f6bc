"""What a vote comes to: exact shares of a base, a quorum, paper beside electronic ballots, written opinions, ties.

Shares are ``Fraction``; a half of five members is three. Sources of the shares by date: ``rules.provisions.votes``
(NĐ 91/2017 Điều 45 khoản 8; NĐ 98/2023 Điều 30 khoản 7), whose base is all members, present or not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import ceil, floor

from django.utils.translation import gettext as _

from thidua.kernel.errors import InvalidInput
from thidua.lawbooks.selectors import live_book
from thidua.rules.book import LawBook
from thidua.rules.provisions.votes import needed

from .states import Base, VoteOutcome

TWO_THIRDS, HALF = Fraction(2, 3), Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class VoteRule:
    """How many votes are needed. ``strict``: more than the share, not merely the share.

    ``quorum``: the share of all members who have to be there. ``written_counts``: whether written opinions of absent
    members count; None where nobody read whether they do. ``source``: the article, or that the council set it itself.
    """

    share: Fraction
    base: Base = Base.MEMBERS
    strict: bool = False
    quorum: Fraction = TWO_THIRDS
    written_counts: bool | None = False
    source: str = ""
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Ballots:
    """Ballots of one kind, electronic or paper: how many were handed out, and what became of each."""

    issued: int = 0
    yes: int = 0
    no: int = 0
    void: int = 0
    unused: int = 0

    def __add__(self, other: Ballots) -> Ballots:
        """Return both together."""
        return Ballots(
            self.issued + other.issued, self.yes + other.yes, self.no + other.no, self.void + other.void,
            self.unused + other.unused,
        )  # fmt: skip

    @property
    def used(self) -> int:
        """How many came back filled in, valid or not."""
        return self.yes + self.no + self.void

    @property
    def valid(self) -> int:
        """How many of these can be counted."""
        return self.yes + self.no


@dataclass(frozen=True, slots=True)
class Vote:
    """The vote on one nomination: members in all, present, kept from voting by a conflict; ballots; written opinions.

    Who is kept from voting is a member still: the base of the law is all members.
    """

    members: int
    present: int
    conflicted: int = 0  # of those present
    electronic: Ballots = Ballots()
    paper: Ballots = Ballots()
    written_yes: int = 0
    written_no: int = 0

    @property
    def ballots(self) -> Ballots:
        """All ballots in the room."""
        return self.electronic + self.paper


@dataclass(frozen=True, slots=True)
class VoteResult:
    """What a vote came to: ``yes`` of ``base`` votes, of which ``needed`` were needed."""

    outcome: VoteOutcome
    yes: int
    needed: int
    base: int
    reason: str


def rule_for(award: str, day: date, members: int, *, otherwise: VoteRule, book: LawBook | None = None) -> VoteRule:
    """Return the law's rule for an award on a day in a council of ``members``; ``otherwise`` where it is silent."""
    law = book or live_book()
    found = needed(award, day, members, book=law)
    if found is None:
        return otherwise
    return VoteRule(
        found.share, Base.MEMBERS, quorum=otherwise.quorum, written_counts=found.written_votes_count,
        source=str(found.citation), confidence=found.confidence,
    )  # fmt: skip


def count(vote: Vote, rule: VoteRule) -> VoteResult:
    """Return what a vote comes to. Raises InvalidInput when its numbers do not fit together."""
    check(vote)
    attending = ceil(rule.quorum * vote.members)
    if vote.present < attending:
        said = _("Có mặt %(present)s/%(members)s thành viên, cần ít nhất %(needed)s.")
        said %= {"present": vote.present, "members": vote.members, "needed": attending}
        return VoteResult(VoteOutcome.NO_QUORUM, vote.ballots.yes, 0, vote.members, said)
    without = _outcome(vote, rule, written=False)
    with_them = _outcome(vote, rule, written=True)
    if rule.written_counts is not None or without.outcome == with_them.outcome:
        return with_them if rule.written_counts else without
    return VoteResult(
        VoteOutcome.UNCERTAIN, without.yes, without.needed, without.base,
        _("Kết quả khác nhau tùy %(count)s ý kiến bằng văn bản có được tính không; luật chưa đọc rõ.")
        % {"count": vote.written_yes + vote.written_no},
    )  # fmt: skip


def check(vote: Vote) -> None:
    """Refuse numbers that do not fit: more people than members, ballots that do not add up."""
    ballots, errors = vote.ballots, {}
    if min(vote.members, vote.present, vote.conflicted, vote.written_yes, vote.written_no) < 0 or vote.members == 0:
        errors["members"] = _("Ghi tổng số thành viên theo quyết định thành lập hội đồng.")
    elif vote.present > vote.members or vote.conflicted > vote.present:
        errors["present"] = _("Số có mặt không được nhiều hơn số thành viên.")
    elif vote.written_yes + vote.written_no > vote.members - vote.present:
        errors["written"] = _("Số ý kiến bằng văn bản nhiều hơn số thành viên vắng mặt.")
    if any(min(one.issued, one.yes, one.no, one.void, one.unused) < 0 for one in (vote.electronic, vote.paper)):
        errors["ballots"] = _("Số phiếu không được âm.")
    elif any(one.issued != one.used + one.unused for one in (vote.electronic, vote.paper)):
        errors["ballots"] = _("Số phiếu phát ra phải bằng số phiếu thu vào cộng số phiếu không dùng.")
    elif not errors and ballots.issued > vote.present - vote.conflicted:
        errors["ballots"] = _("Phát nhiều phiếu hơn số thành viên được bỏ phiếu.")
    if errors:
        raise InvalidInput.at(errors, _("Đối chiếu với biên bản kiểm phiếu."))


def _outcome(vote: Vote, rule: VoteRule, *, written: bool) -> VoteResult:
    yes = vote.ballots.yes + (vote.written_yes if written else 0)
    bases = {
        Base.MEMBERS: vote.members,
        Base.PRESENT: vote.present + (vote.written_yes + vote.written_no if written else 0),
        Base.VALID: vote.ballots.valid + (vote.written_yes + vote.written_no if written else 0),
    }
    base = bases[rule.base]
    least = floor(rule.share * base) + 1 if rule.strict else ceil(rule.share * base)
    least = max(least, 1)  # nobody is passed by nobody
    outcome = VoteOutcome.PASSED if yes >= least else VoteOutcome.FAILED
    said = _("Đồng ý %(yes)s/%(base)s (%(of)s), cần ít nhất %(needed)s.")
    said %= {"yes": yes, "base": base, "of": rule.base.label, "needed": least}
    return VoteResult(outcome, yes, least, base, said)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Who is inside a number of places: ``tied`` stand level at the line, and a second round has to decide."""

    inside: tuple[str, ...]
    tied: tuple[str, ...]
    places_left: int


def choose(votes: Mapping[str, int], places: int) -> Chosen:
    """Return who is inside ``places`` by votes. Those level at the line are all named as tied, none is preferred."""
    if places <= 0:
        return Chosen((), (), 0)
    ranked = sorted(votes.values(), reverse=True)
    if len(ranked) <= places:
        return Chosen(tuple(sorted(votes)), (), 0)
    line = ranked[places - 1]
    if ranked[places] < line:
        return Chosen(tuple(sorted(key for key, n in votes.items() if n >= line)), (), 0)
    inside = tuple(sorted(key for key, n in votes.items() if n > line))
    return Chosen(inside, tuple(sorted(key for key, n in votes.items() if n == line)), places - len(inside))
