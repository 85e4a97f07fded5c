"""Pinyin: Chinese as it is read, phrase by phrase, for addresses.

A table of single characters reads 广州 as yan zhou, and 重庆 as zhong qing.
"""

import re
from collections.abc import Callable
from functools import cache
from importlib import import_module

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]+")


def spelled(text: str) -> str:
    """The text with its Chinese characters in pinyin, a syllable a word, without tones."""
    return _HAN.sub(_spelled_run, text)


def _spelled_run(run: re.Match[str]) -> str:
    return f" {' '.join(_reader()(run[0]))} "


@cache
def _reader() -> Callable[[str], list[str]]:
    """pypinyin, read when the first Chinese name comes: its phrases take 50 MB."""
    reader: Callable[[str], list[str]] = import_module("pypinyin").lazy_pinyin
    return reader
