"""Which letters in a row can be a Vietnamese syllable: tells Vietnamese from wrong encodings and foreign words."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = frozenset("\u0300\u0301\u0303\u0309\u0323")
_STOP_TONES = frozenset("\u0301\u0323")  # before -c, -ch, -p, -t only the sharp and the heavy tone are possible
_ONSETS = """
    b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x
"""
# Without tone. Those in which only loan words and dialects occur are in: a missing one would cost a false alarm.
_RHYMES = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây e ec em en eng eo
    ep et ê  êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai
    oam oan oang oanh  oao oap oat oau oay oăc oăm oăn oăng oăt oe oen oeo oet oi om on ong ooc oong op ot oc ô
    ôc ôi ôm ôn ông ôp ôt ơ ơi  ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uôc uôi uôm uôn
    uông uôt uơ up ut uy uya uych uynh  uyên uyêt uynh uyn uyt uyu ư ưa ưc ưi ưm ưng ươc ươi ươm ươn ương ươp
    ươt ươu ưt ưu y yêm yên yêng yêt yêu ynh yt ym
"""
_AFTER_QU = """
    a ac ach ai am an ang anh ao at au ay ăc ăm ăn ăng ăp ăt ân âng ât âu ây e en eo et ê êch ên ênh êt êu i it
    ôc ơ ơn ơt y ych ynh yên yêt yt
"""
_AFTER_GI = """
    a ac ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăt âc âm ân âng âp ât âu ây e em en eo ep et êc êm ên êng
    êt êu o oc oi om on ong ot ô ôc ôi ôm ông ôp ơ ơi u ua uc um un ung uôc uôi uông ư ưc ưng ương ươc ưt ưa i
    êp m n nh p t
"""
# Syllables of place names of the highlands, in law and on every map, which the rules of spelling do not make.
_PLACES = ["đăk", "lăk", "krông", "plây"]
_PLAIN = frozenset(
    _PLACES
    + [onset + rhyme for onset in ["", *_ONSETS.split()] if onset not in {"qu", "gi"} for rhyme in _RHYMES.split()]
    + ["qu" + rhyme for rhyme in _AFTER_QU.split()]
    + ["gi"]
    + ["gi" + rhyme for rhyme in _AFTER_GI.split()]
)
_STOP = re.compile(r"(?:c|ch|p|t)$")
_WORDS_KEPT = 50_000


@lru_cache(maxsize=_WORDS_KEPT)
def is_syllable(word: str) -> bool:
    """Say whether ``word`` (NFC, any of lower case, capitals, title case) can be one Vietnamese syllable.

    Mixed case (“TuÊn”) is none: nobody writes so, but a wrong encoding looks so.
    """
    if not (word.islower() or word.isupper() or word.istitle()):
        return False
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in marks if mark in _TONES]
    plain = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    if len(tones) > 1 or plain not in _PLAIN:
        return False
    return not tones or tones[0] in _STOP_TONES or _STOP.search(plain) is None
