"""Is a word a possible Vietnamese syllable? The measure by which encodings are told apart.

Vietnamese writes each syllable as a word, and there are only about 160 rimes and 27 onsets: text read in the right
encoding consists of valid syllables nearly throughout, text read in a wrong one hardly ever.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import normalize as unicode_form

_ONSETS = "ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|b|c|d|đ|g|h|k|l|m|n|p|r|s|t|v|x"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây â ă e ec em en eng eo ep et
ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu o oa oac oach oai oam oan oang oanh
oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn
ơp ơt u ua uân uâng uât uây uc uê uêch uên uênh uêt ui um un ung uơ uôc uôi uôm uôn uông uôp uôt up ut uy uya uych uyên
uyêt uyn uynh uyt uyu uyp ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu ynh yt
"""
_SYLLABLE = re.compile(rf"(?:{_ONSETS})?(?:{'|'.join(sorted(_RIMES.split(), key=len, reverse=True))})")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_LETTERS = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=16384)
def is_syllable(word: str) -> bool:
    """Whether ``word`` (any case, NFC) can be a Vietnamese syllable with at most one tone."""
    apart = unicode_form("NFD", word.lower())
    toneless, n_tones = _TONES.subn("", apart)
    return n_tones <= 1 and _SYLLABLE.fullmatch(unicode_form("NFC", toneless)) is not None


def valid_share(words: list[str]) -> float:
    """Share of ``words`` that are possible syllables; 0.0 for none."""
    return sum(map(is_syllable, words)) / len(words) if words else 0.0


def marked_words(text: str) -> list[str]:
    """The words of ``text`` that have a letter beyond ASCII."""
    return [word for word in _LETTERS.findall(text) if not word.isascii()]
