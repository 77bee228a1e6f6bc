"""What the cells of a column look like: enough to notice that a head stands over the wrong column."""

from __future__ import annotations

import polars as pl

_SAMPLE = 200
_ENOUGH = 0.5
# On trimmed, lower-cased text. Wide on purpose: cleaning refuses single cells, this only doubts a whole column.
_PATTERNS = {
    "number": r"^\(?[-+]?[\d.,]+\s*%?\)?$|^[ivxlc]+\.?$",
    "date": r"\d{2,4}",
    "year": r"(?:19|20)\d{2}",
    "sex": r"^(?:nam|nữ|nu|n|f|m|x|0|1|2|ông|bà|khác|male|female|true|false)\.?$",
    "mark": r"^(?:x|v|✓|✔|☑|☒|\+|\*|1|0|có|co|không|true|false)$",
    "name": r"\p{L}{2}",
    "code": r"^[\p{L}\d][\p{L}\d./_\- ]{0,39}$",
}
_NOT_A_DATE = r"\p{L}{3,}"
PLAIN_MARK = r"^(?:x|v|✓|✔|☑|☒|\+|\*|1|có|co|true)$"


def fits(cells: pl.Series, shape: str) -> bool:
    """Say whether the first filled cells mostly have the shape; an empty column fits every shape."""
    pattern = _PATTERNS.get(shape)
    sample = cells.drop_nulls().head(_SAMPLE).str.strip_chars().str.to_lowercase()
    sample = sample.filter(sample != "")
    if pattern is None or sample.is_empty():
        return True
    good = sample.str.contains(pattern)
    if shape == "date":
        good = good & ~sample.str.contains(_NOT_A_DATE)
    return float(good.mean() or 0) >= _ENOUGH  # type: ignore[arg-type]
