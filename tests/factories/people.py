"""Units, people and accounts for tests."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from thidua.kernel.text import fold
from thidua.people import models
from thidua.people.states import Sex, StaffKind, Tree

LONG_AGO = date(2010, 1, 1)


class UnitKindFactory(DjangoModelFactory):
    """A kind of unit."""

    class Meta:
        model = models.UnitKind
        django_get_or_create = ("code",)

    code = "grassroots_union"
    name = "công đoàn cơ sở"
    tree = Tree.UNION
    valid_from = LONG_AGO


class UnitFactory(DjangoModelFactory):
    """A unit standing under ``parent`` since long ago, with its version and ancestry rows."""

    class Meta:
        model = models.Unit
        skip_postgeneration_save = True

    parent = None  # taken out by _create: a place in the tree is a version, not a column
    code = factory.Sequence(lambda n: f"dv-{n}")
    kind = factory.SubFactory(UnitKindFactory)
    name = factory.LazyAttribute(lambda o: f"Công đoàn cơ sở {o.code}")
    short_name = factory.LazyAttribute(lambda o: f"CĐCS {o.code}")
    name_folded = factory.LazyAttribute(lambda o: fold(o.name))
    valid_from = LONG_AGO

    @classmethod
    def _create(cls, model_class, *args, parent=None, **kwargs):
        unit = super()._create(model_class, *args, **kwargs)
        models.UnitVersion.objects.create(
            unit=unit, name=unit.name, short_name=unit.short_name, parent=parent, valid_from=unit.valid_from
        )
        rows = [models.UnitAncestry(ancestor=unit, descendant=unit, depth=0, valid_from=unit.valid_from)]
        if parent is not None:
            rows += [
                models.UnitAncestry(
                    ancestor_id=up.ancestor_id, descendant=unit, depth=up.depth + 1, valid_from=unit.valid_from
                )
                for up in models.UnitAncestry.objects.filter(descendant=parent, valid_to__isnull=True)
            ]
        models.UnitAncestry.objects.bulk_create(rows)
        return unit


class PositionFactory(DjangoModelFactory):
    """A post."""

    class Meta:
        model = models.Position
        django_get_or_create = ("code",)

    code = "specialist"
    name = "chuyên viên"
    valid_from = LONG_AGO


class PersonFactory(DjangoModelFactory):
    """A person with a generated name; pass ``full_name`` to set the derived columns too."""

    class Meta:
        model = models.Person

    code = factory.Sequence(lambda n: f"CB{n:06d}")
    full_name = factory.Sequence(lambda n: f"Nguyễn Thị Mẫu {n}")
    sex = Sex.FEMALE

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs |= models.Person.name_fields(kwargs["full_name"])
        return super()._create(model_class, *args, **kwargs)


class MembershipFactory(DjangoModelFactory):
    """A person's place in a unit."""

    class Meta:
        model = models.Membership

    person = factory.SubFactory(PersonFactory)
    unit = factory.SubFactory(UnitFactory)
    position = factory.SubFactory(PositionFactory)
    staff_kind = StaffKind.CIVIL_SERVANT
    union_member = True
    valid_from = LONG_AGO


class UserFactory(DjangoModelFactory):
    """An account with the password “mat-khau-thu-nghiem”."""

    class Meta:
        model = models.User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"nguoi-dung-{n}")
    email = factory.LazyAttribute(lambda o: f"{o.username}@example.vn")
    password = factory.django.Password("mat-khau-thu-nghiem")


class RoleGrantFactory(DjangoModelFactory):
    """A role at a unit."""

    class Meta:
        model = models.RoleGrant

    user = factory.SubFactory(UserFactory)
    role = "grassroots_officer"
    unit = factory.SubFactory(UnitFactory)
    valid_from = LONG_AGO


class UnitPairFactory(DjangoModelFactory):
    """A union and its agency."""

    class Meta:
        model = models.UnitPair

    valid_from = LONG_AGO
