"""Of two savers exactly one wins, and the other is told what is stored."""

from __future__ import annotations

import pytest

from tests.factories.people import PersonFactory
from thidua.kernel.errors import StaleVersion
from thidua.kernel.versions import save_version
from thidua.people.models import Person

pytestmark = pytest.mark.django_db


def test_of_two_savers_the_first_wins_and_the_second_is_shown_what_is_stored() -> None:
    pk = PersonFactory(full_name="Nguyễn Văn Hải").pk
    one, two = Person.objects.get(pk=pk), Person.objects.get(pk=pk)
    save_version(one, expected=1, sex="male")
    with pytest.raises(StaleVersion, match="người khác lưu") as refusal:
        save_version(two, expected=1, sex="female")
    assert refusal.value.current == {"sex": "male", "version": 2}
    assert (Person.objects.get(pk=pk).sex, Person.objects.get(pk=pk).version) == ("male", 2)


def test_the_control_a_plain_save_loses_the_first_ones_words() -> None:
    pk = PersonFactory(full_name="Nguyễn Văn Hải").pk
    one, two = Person.objects.get(pk=pk), Person.objects.get(pk=pk)
    one.sex, two.sex = "male", "female"
    one.save()
    two.save()
    assert Person.objects.get(pk=pk).sex == "female"


def test_the_second_saver_may_save_on_what_they_have_seen() -> None:
    row = PersonFactory()
    save_version(row, expected=1, sex="male")
    save_version(row, expected=2, sex="")
    assert (row.sex, row.version) == ("", 3)


def test_the_holder_of_the_lock_needs_no_number_but_still_raises_it() -> None:
    row = PersonFactory()
    save_version(row, expected=None, sex="male")
    assert Person.objects.get(pk=row.pk).version == 2


def test_a_row_that_is_gone_is_a_stale_one() -> None:
    row = PersonFactory()
    Person.objects.filter(pk=row.pk).delete()
    row.pk = row.pk or 1
    with pytest.raises(StaleVersion) as refusal:
        save_version(row, expected=1, sex="male")
    assert refusal.value.current == {}
