"""Keeping reasons once: everybody with the same judgement shares its row."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from itertools import islice
from typing import Any

from thidua.dossiers.models import Grounds
from thidua.rules.reasons import Judgement

CHUNK = 2000  # digests per query: below the parameter limits of both databases


def keep_grounds(judgements: Iterable[Judgement]) -> list[int]:
    """Return the key of each judgement's row, in order; rows that are not there yet are added."""
    seen: dict[Judgement, str] = {}
    texts: dict[str, dict[str, Any]] = {}
    order = []
    for judgement in judgements:
        digest = seen.get(judgement)
        if digest is None:
            said = judgement.as_json()
            digest = hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
            seen[judgement], texts[digest] = digest, said
        order.append(digest)
    keys = _stored(texts)
    missing = [digest for digest in texts if digest not in keys]
    if missing:
        rows = [Grounds(digest=digest, judgement=texts[digest]) for digest in missing]
        # Another run may add the same reasons at the same moment: then its row is the one used.
        Grounds.objects.bulk_create(rows, batch_size=CHUNK, ignore_conflicts=True)
        keys |= _stored(missing)
    return [keys[digest] for digest in order]


def _stored(digests: Iterable[str]) -> dict[str, int]:
    walker = iter(digests)
    keys: dict[str, int] = {}
    while chunk := list(islice(walker, CHUNK)):
        keys.update(Grounds.objects.filter(digest__in=chunk).values_list("digest", "pk"))
    return keys
