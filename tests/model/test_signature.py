"""Media types by the first bytes of a file."""

import pytest

from feedsvc.model.signature import HEAD_BYTES, UNKNOWN, ending_of, media_type_of

_SVG_HEAD = b"<?xml version='1.0'?>\n<!-- <svg> -->"


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n\0", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        (b"\0\0\0\x1cftypavif", "image/avif"),
        (b"<svg xmlns='x'>", "image/svg+xml"),
        (b"\xef\xbb\xbf  " + _SVG_HEAD + b"<svg>", "image/svg+xml"),
        (b"<!DOCTYPE svg PUBLIC 'x' [<!ENTITY a 'b'>]><svg\n", "image/svg+xml"),
        (b"ID3\x04\0", "audio/mpeg"),
        (b"\xff\xfb\x90\0", "audio/mpeg"),
        (b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        (b"\0\0\0\x20ftypisom", "video/mp4"),
        (b"OggS" + b"\0" * 24 + b"OpusHead", "audio/ogg"),
        (b"OggS" + b"\0" * 24 + b"\x80theora", "video/ogg"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\1\x42\x82\x84webm", "video/webm"),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04", "application/zip"),
        # Files of another kind, whatever they are called.
        (b"<html><svg>", UNKNOWN),
        (b"<!DOCTYPE html><svg>", UNKNOWN),
        (_SVG_HEAD + b"<html>", UNKNOWN),
        (b"<svgx>", UNKNOWN),
        (b"GIF89", UNKNOWN),
        (b" %PDF-1.7", UNKNOWN),
        (b"\0\0\0\x1cftypheic", UNKNOWN),
        (b"\xff\xfe\0\0", UNKNOWN),
        (b"#!/bin/sh", UNKNOWN),
        (b"", UNKNOWN),
    ],
)
def test_a_file_is_what_it_begins_with(head: bytes, media_type: str):
    """Only what browsers show, play or save without harm is known."""
    assert media_type_of(head) == media_type


def test_a_hostile_head_takes_no_time():
    """Comments and types without end: patterns never try twice."""
    for part in (b"<!---->", b"<!--", b"<?xml ", b"<!DOCTYPE svg [", b"OggS", b" "):
        assert media_type_of((part * HEAD_BYTES)[:HEAD_BYTES]) == UNKNOWN


@pytest.mark.parametrize(
    ("media_type", "written", "ending"),
    [
        ("image/png", "jpg", "png"),
        ("application/pdf", "html", "pdf"),
        ("application/zip", "DOCX", "docx"),
        (UNKNOWN, "csv", "csv"),
        (UNKNOWN, "", "bin"),
        (UNKNOWN, "a\nb", "bin"),
    ],
)
def test_a_name_ends_as_its_type_does(media_type: str, written: str, ending: str):
    """Containers keep the ending that says what is in them."""
    assert ending_of(media_type, written) == ending
