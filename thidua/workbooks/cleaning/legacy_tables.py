"""The old Vietnamese encodings, as the characters one sees when their bytes are read as Windows-1252.

Sources: TCVN 5712:1993, third set (“TCVN3”, the ABC fonts); VNI-Win of the VNI fonts; Microsoft code page 1258.
TCVN3 has no capitals with a tone: capital letters are the same bytes in another font (“.VnTimeH”).
"""

from __future__ import annotations

_TCVN3_SEEN = "¡¢£¤¥¦§ ¨©ª«¬\xad® µ¶·¸¹ »¼½¾Æ ÇÈÉÊË ÌÎÏÐÑ ÒÓÔÕÖ ×ØÜÝÞ ßáâãä åæçèé êëìíî ïñòóô õö÷øù úûüýþ"
_TCVN3_MEANT = "ĂÂÊÔƠƯĐ ăâêôơưđ àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ"
TCVN3 = {seen: meant for seen, meant in zip(_TCVN3_SEEN, _TCVN3_MEANT, strict=True) if seen != " "}

# VNI: a letter, then its mark as a letter of its own; a few letters stand alone.
_VNI_SEEN = (
    "aù aø aû aõ aï aâ aá aà aå aã aä aê aé aè aú aü aë eù eø eû eõ eï eâ eá eà eå eã eä í ì æ ó ò "
    "où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï uù uø uû uõ uï ö öù öø öû öõ öï yù yø yû yõ î ñ"
)
_VNI_MEANT = (
    "á à ả ã ạ â ấ ầ ẩ ẫ ậ ă ắ ằ ẳ ẵ ặ é è ẻ ẽ ẹ ê ế ề ể ễ ệ í ì ỉ ĩ ị "
    "ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ ơ ớ ờ ở ỡ ợ ú ù ủ ũ ụ ư ứ ừ ử ữ ự ý ỳ ỷ ỹ ỵ đ"
)
_VNI_LOWER = dict(zip(_VNI_SEEN.split(), _VNI_MEANT.split(), strict=True))
VNI = (
    _VNI_LOWER
    | {seen.upper(): meant.upper() for seen, meant in _VNI_LOWER.items()}
    # A capital letter with a small mark, as fingers that leave the shift key early write it.
    | {seen[0].upper() + seen[1:]: meant.upper() for seen, meant in _VNI_LOWER.items() if len(seen) > 1}
)

# Code page 1258: eight letters of its own, and the tones as combining marks after the letter.
CP1258 = dict(zip("ÃãÐðÕõÝýÌÒÞìò", "ĂăĐđƠơƯư\u0300\u0309\u0303\u0301\u0323", strict=True))
