"""The records of an old Excel workbook (BIFF): what must be refused, and the faults in cells.

Source: [MS-XLS], sections 2.4.127 (Formula), 2.4.24 (BoolErr), 2.4.271 (SupBook), 2.4.117 (FilePass).
"""

from __future__ import annotations

import struct
from collections import defaultdict

from .noticed import Noticed
from .signs import Refused

_FORMULA, _FILE_PASS, _SHEET, _SUP_BOOK, _BOOL_ERR = 0x0006, 0x002F, 0x0085, 0x01AE, 0x0205
_OWN_BOOK, _ADD_IN = 0x0401, 0x3A01
_ERROR_RESULT, _NO_NUMBER = 2, b"\xff\xff"
_FAULTS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def noticed_in(book: bytes) -> dict[int, Noticed]:
    """Return what was noticed by the sheet's place in the workbook. Raises Refused for a password or a link."""
    found: dict[int, Noticed] = defaultdict(Noticed)
    starts: dict[int, int] = {}  # where a sheet's records begin → its place
    sheet = -1
    at = 0
    while at + 4 <= len(book):
        record, length = struct.unpack_from("<HH", book, at)
        sheet = starts.get(at, sheet)
        body = book[at + 4 : at + 4 + length]
        if record == _SHEET and length >= 4:
            starts[struct.unpack_from("<I", body)[0]] = len(starts)
        elif record in (_FILE_PASS, _SUP_BOOK):
            _refuse(record, body)
        elif record in (_FORMULA, _BOOL_ERR) and sheet >= 0 and (fault := _fault(record, body)):
            found[sheet].faults[struct.unpack_from("<HH", body)] = fault
        at += 4 + length
    return found


def _refuse(record: int, body: bytes) -> None:
    if record == _FILE_PASS:
        raise Refused("encrypted")
    if len(body) >= 4 and struct.unpack_from("<H", body, 2)[0] not in (_OWN_BOOK, _ADD_IN):
        raise Refused("external_link")


def _fault(record: int, body: bytes) -> str | None:
    """Return the fault that a cell holds or that its formula gave."""
    if record == _BOOL_ERR:
        return _FAULTS.get(body[6]) if len(body) >= 8 and body[7] else None
    if len(body) >= 14 and body[12:14] == _NO_NUMBER and body[6] == _ERROR_RESULT:
        return _FAULTS.get(body[8])
    return None
