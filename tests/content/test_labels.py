"""The real sample, file by file, against what a correct import knows of it."""

import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from feedsvc.archive.jekyll.files import read_file
from feedsvc.archive.jekyll.post import read_category, read_post
from feedsvc.archive.jekyll.site import Zones, read_site
from feedsvc.archive.jekyll.submission import submission_of
from feedsvc.archive.jekyll.walk import FileKind, FoundFile, find_files
from feedsvc.content.draft import draft
from feedsvc.content.html import clean
from feedsvc.model.article import ArticleDraft
from feedsvc.model.attribution import Role, by_role

ROLES = [Role.AUTHOR, Role.ILLUSTRATOR, Role.IMAGE]
PLAIN = ["info_code", "title", "category", "category_title", "origin_url", "permalink"]


@pytest.fixture(scope="module")
def labels(archive: Path) -> list[dict[str, Any]]:
    """What `labels.json` says of each file."""
    found: list[dict[str, Any]] = json.loads(
        (archive / "labels.json").read_text("utf-8")
    )
    return found


@pytest.fixture(scope="module")
def drafts(archive: Path) -> dict[str, ArticleDraft]:
    """The draft of each post of the sample, by path."""
    site = read_site(archive, Zones(None, ZoneInfo("Asia/Shanghai")))
    return {
        file.path: draft(
            submission_of(
                read_post(file.path, read_file(archive, file.path)),
                origin="sample",
                site=site,
            )
        )
        for file in find_files(archive)
        if isinstance(file, FoundFile) and file.kind is FileKind.POST
    }


def test_every_post_is_found_and_nothing_else(archive: Path, drafts):
    """Thirteen posts; the README is none."""
    on_disk = {
        f"{folder}/{file.name}"
        for folder in ("_posts", "old_post")
        for file in (archive / folder).iterdir()
    }
    assert set(drafts) == on_disk


@pytest.mark.parametrize("field", PLAIN)
def test_labelled_fields(labels, drafts, field: str):
    """Each field that a label gives, exactly."""
    expected = {label["file"]: label[field] for label in labels if field in label}
    assert {file: getattr(drafts[file], field) for file in expected} == expected


def test_labelled_dates(labels, drafts):
    """To the second, zone and all."""
    zone = ZoneInfo("Asia/Shanghai")
    expected = {
        label["file"]: label["published"] for label in labels if "published" in label
    }
    assert {
        file: drafts[file].published_at.astimezone(zone).isoformat()
        for file in expected
    } == expected


def test_labelled_publishers(labels, drafts):
    """None is one too: false friends name nobody."""
    expected = {
        label["file"]: [label["publisher"]] if label["publisher"] else []
        for label in labels
        if "publisher" in label
    }
    assert {file: names(drafts[file], Role.PUBLISHER) for file in expected} == expected


@pytest.mark.parametrize("role", ROLES)
def test_labelled_people_and_images(labels, drafts, role: Role):
    """And nobody else anywhere in the sample's labelled files."""
    expected = {label["file"]: label.get(role.value, []) for label in labels}
    assert {file: names(drafts[file], role) for file in expected} == expected


def test_twins_have_one_code(labels, drafts):
    """They can be folded into one article."""
    pairs = [
        (label["file"], twin)
        for label in labels
        for twin in label.get("same_article", [])
    ]
    assert pairs
    assert all(drafts[one].info_code == drafts[other].info_code for one, other in pairs)


def test_the_rest_of_the_clutter_is_gone(drafts):
    """No chart token, footer, media line or hidden paragraph is served."""
    for made in drafts.values():
        for clutter in (
            "token=",
            "返回",
            "em_media",
            "文章来源",
            "display:none",
            "<span",
        ):
            assert clutter not in made.rendered.html


def test_what_is_served_is_clean(drafts):
    """Cleaning it again changes nothing."""
    for made in drafts.values():
        assert clean(made.rendered.html) == made.rendered.html


def test_category_files_say_their_raw_names(archive: Path):
    """The file's name less its ending, spaces included."""
    for file in (archive / "category").iterdir():
        path = f"category/{file.name}"
        assert read_category(path, read_file(archive, path)) == file.stem


def names(made: ArticleDraft, role: Role) -> list[str]:
    """The names that a draft credits in a role."""
    return [credit.name for credit in by_role(made.rendered.attributions, role)]
