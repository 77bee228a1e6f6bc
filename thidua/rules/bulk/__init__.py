"""The same law for a whole country: conditions compiled to column expressions over one wide row per subject.

The snapshot, sorted by ``unit``; k = years before the proposal year (0 = the proposal year); null = not known unless
said. Only what some rule of the asked awards on that day needs is there: ``schema.columns_for`` lists it.

1. ``person`` i64 (or collective, household), ``unit`` i32.
2. ``grade_<k>`` i8 (rank in ``facts.GRADES``); other yearly facts alike: ``months_worked_0``, ``benefit_<k>``,
   ``rank_0``, ``members_0``, ``members_with_<award>_0``, ``union_months_<kind>_0`` … i64, ``group_0`` and
   ``member_discipline_0`` i8 (place in ``facts.GROUPS``, ``facts.MEMBER_LEVELS``), ``targets_exceeded_0`` Boolean.
3. ``held_<award>_<k>`` Boolean: held for year −k, as ``Case.held`` knows it; ``granted_<award>``: already decided for
   the proposal year (a decision still to come is false); ``first_<award>`` i16: earliest year granted, null = none on
   record. Rules under the gate ``OnlyMerit`` read ``held_merit_…``, ``granted_merit_…``, ``first_merit_…``: merit only.
4. ``registered_<title>`` Boolean; ``finding_<code>`` Boolean, null = nobody recorded one.
5. ``free_<scope>_<k>`` i8: initiatives of this scope or wider, recognised in year −k, not used yet;
   ``used_<scope>_<k>``: used for any award; ``used_<scope>_<k>_for_<award>``: for this very award, so free for it.
   At most 9; never null.
6. ``titles_known``, ``forms_known``, ``initiatives_known`` Boolean: the list is given. ``lists_known_from`` i16 (0 =
   complete for all years), ``titles_known_until`` i16 (9999 = all entered).
7. ``disciplined`` Boolean: a decision in the proposal year; ``discipline_runs`` Boolean: a term runs on the day (null
   also when its end is not known); ``discipline_ended`` Boolean: one ended inside the year (never null);
   ``open_case`` Boolean.
8. For windows that grow over a longer run (``conditions.Stretch``): ``surely_<grade>_from_<k>`` i8: years in a row from
   year −k back with at least this grade; ``perhaps_<grade>_from_<k>``: unknown years included. At most 15 years back.

Start at ``run.evaluate_frame``. Heavy imports (narwhals, Polars) stay in this package.
"""
