"""The language of a text: Vietnamese and scripts of one language by letters, English by words, else by langdetect.

``und`` when unsure.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

UNSURE = ("und", 0.0)
"""What is said when the text is too short or too mixed to tell."""

_OPENING = 600
"""Characters that tell running Vietnamese text."""
_SAMPLE = 1_500
"""Characters looked at where they do not."""
_TRIALS = 3
"""Random walks whose mean is langdetect's answer; its default is 7, at twice the cost and with the same answers."""
_DETECTOR_SAMPLE = 400
"""Characters given to langdetect, whose cost grows with them; its own accuracy is flat from some hundred on."""
_WORD = re.compile(r"[^\W\d_]+")
_VIETNAMESE_WORD = re.compile(r"[ơưƠƯ\u1ea0-\u1ef9][^\W\d_]*")
"""A word from its first letter that only Vietnamese uses (ă and đ it shares with Romanian and Croatian)."""
_MARKED_WORD = re.compile(r"[ăâđêôàáãèéìíòóõùúýĂÂĐÊÔÀÁÃÈÉÌÍÒÓÕÙÚÝ][^\W\d_]*")
_SURELY = 0.25
"""Share of such words from which a text is Vietnamese. Running Vietnamese text has about a half."""
_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3]"), 0.4),
    ("ja", re.compile("[\u3040-\u30ff]"), 0.15),  # beside Chinese characters, which Chinese has alone
    ("km", re.compile("[\u1780-\u17ff]"), 0.4),
    ("lo", re.compile("[\u0e80-\u0eff]"), 0.4),
    ("th", re.compile("[\u0e00-\u0e7f]"), 0.4),
)
"""Languages told by letters that no other uses, and the share of them that running text has at least. langdetect needs
milliseconds to say the same, and knows neither Khmer nor Lao."""
_MIN_OWN_LETTERS = 20
"""Fewer such letters are a name."""
_ENGLISH_WORDS = "the of and to in is that for was with on as are have has he his it they this from by at be not"
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
"""The most frequent words of English: a quarter to a third of running text, under a tenth of any other language's."""
_SURELY_ENGLISH = 0.15
"""Share of them from which a text is English ..."""
_MIN_ENGLISH = 6
"""... if so many different ones are among them; langdetect takes a millisecond or two to say the same."""
_MIN_LETTERS = 60
"""Letters below which langdetect guesses rather than knows."""
_MIN_SCORE = 0.8
"""Probability below which langdetect's answer is not taken."""


def detect_language(text: str) -> tuple[str, float]:
    """ISO 639-1 code and confidence between 0 and 1 for ``text`` (title and body); ``("und", 0.0)`` when unsure.

    The same text always gives the same answer: langdetect is seeded anew for each.
    """
    opening = text[:_OPENING]
    words, vietnamese = len(opening.split()), len(_VIETNAMESE_WORD.findall(opening))
    if words and vietnamese >= _SURELY * words:
        return "vi", round(min(1.0, 0.75 + vietnamese / words), 4)
    sample = text[:_SAMPLE]
    is_english = _is_english(sample)
    if is_english and not vietnamese:  # as nearly all that is English is
        return "en", 1.0
    words = len(_WORD.findall(sample))
    if not words:
        return UNSURE
    vietnamese = len(_VIETNAMESE_WORD.findall(sample))
    share = vietnamese / words
    if share >= _SURELY or (share >= 0.12 and (vietnamese + len(_MARKED_WORD.findall(sample))) / words >= 0.4):
        return "vi", round(min(1.0, 0.75 + share), 4)
    if (own := _by_script(sample)) is not None:
        return own
    if sum(map(len, _WORD.findall(sample[:500]))) < _MIN_LETTERS:
        return UNSURE
    return ("en", 1.0) if is_english else _by_langdetect(text)


def _is_english(sample: str) -> bool:
    """Whether the most frequent words of English are so many of a text's."""
    words = sample.lower().split()
    english = [word for word in words if word in _ENGLISH]
    return len(english) >= _SURELY_ENGLISH * len(words) and len(set(english)) >= _MIN_ENGLISH


def _by_script(sample: str) -> tuple[str, float] | None:
    """The language whose own letters make up so much of ``sample``; ``None`` where none has letters of its own."""
    if sample.isascii():
        return None
    n_printed = sum(map(len, sample.split()))
    for language, letters, share in _SCRIPTS:
        if len(letters.findall(sample)) >= max(_MIN_OWN_LETTERS, share * n_printed):
            return language, 1.0
    return None


def _by_langdetect(text: str) -> tuple[str, float]:
    """langdetect's answer for a piece from inside the text, else (a list of names, say) for a longer one."""
    for size in (_DETECTOR_SAMPLE, 4 * _DETECTOR_SAMPLE):
        start = max(0, min(len(text) // 3, len(text) - size))
        best = _best_guess(text[start : start + size])
        if best is not None and best[1] >= _MIN_SCORE:
            return best
        if len(text) <= size:
            break
    return UNSURE


def _best_guess(text: str) -> tuple[str, float] | None:
    from langdetect.lang_detect_exception import LangDetectException

    detector = _factory().create()
    detector.seed = 0
    detector.n_trial = _TRIALS
    try:
        detector.append(text)
        best = detector.get_probabilities()[:1]
    except LangDetectException:
        return None
    return (best[0].lang.split("-")[0], round(float(best[0].prob), 4)) if best else None


@cache
def _factory() -> Any:
    """langdetect's profiles, loaded once per process (about half a second)."""
    from langdetect import DetectorFactory
    from langdetect.detector_factory import PROFILES_DIRECTORY

    factory = DetectorFactory()
    factory.seed = 0
    factory.load_profile(PROFILES_DIRECTORY)
    return factory
