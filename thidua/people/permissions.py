"""Every permission of the product, in one list. A permission is always asked at a unit (or at the root)."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What a person may do somewhere in the tree."""

    VIEW = "view"  # see the unit's own affairs: registrations, results, people by name
    EDIT_PEOPLE = "edit_people"
    EDIT_UNITS = "edit_units"  # rename, move, merge, split, pair
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_CATALOGUES = "manage_catalogues"
    LAUNCH_MOVEMENT = "launch_movement"  # plan, launch, review and close movements that one's unit owns
    JOIN_MOVEMENT = "join_movement"  # take part for one's unit, confirm as union, mobilise people
    CONFIRM_AS_HEAD = "confirm_as_head"
    REGISTER_TITLES = "register_titles"
    RECEIVE_REGISTRATIONS = "receive_registrations"  # accept or return what units below submit; set deadlines
    RECORD_RESULTS = "record_results"  # grades, discipline, leave, findings, initiatives
    EVALUATE = "evaluate"
    NOMINATE = "nominate"  # put people and collectives of one's unit up for titles, send and supplement dossiers
    HANDLE_DOSSIERS = "handle_dossiers"  # receive, return, appraise what units below put up
    DECIDE_AWARDS = "decide_awards"  # record the decision of one's office, its correction and its revocation
    EDIT_HONOURS = "edit_honours"
    VIEW_AUDIT = "view_audit"
    MANAGE_JOBS = "manage_jobs"
    KEEP_LAW = "keep_law"  # enter newly read provisions, check carried rules, agree to what another entered
