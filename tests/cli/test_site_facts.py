"""A site's own title, language, zone and address, where no setting says otherwise."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Run
from tests.support.client import ask
from tests.support.server import serving
from tests.support.trees import Tree

CONFIG = """title: The Estuary
description: News of a made-up coast
url: https://estuary.example
baseurl: /paper
timezone: Europe/Lisbon
lang: en_GB
"""
POST = "---\ntitle: Tide\n---\nHigh water at noon.\n"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """A site that says what it is."""
    tree = Tree(tmp_path / "site")
    tree.write("_config.yml", CONFIG)
    tree.write("_posts/2024-05-01-tide.md", POST)
    return tree


@pytest.fixture
def settings(database_url: str) -> dict[str, str]:
    """Of the commands here: a database of the test's own."""
    return {"FEEDSVC_DATABASE_URL": database_url}


def feed(settings: Mapping[str, str], folder: Path) -> dict[str, Any]:
    """The site's own feed, of a server of its own."""
    with serving(settings, folder) as base_url:
        shown: dict[str, Any] = json.loads(ask(base_url, "/feed.json").text)
    return shown


def test_an_empty_store_takes_them(
    feedsvc: Run, settings: Mapping[str, str], tree: Tree, tmp_path: Path
):
    """And says so; ids are those that jekyll-feed published."""
    done = feedsvc("import", tree.root, settings=settings)
    for line in (
        "site_title = The Estuary",
        "language = en-GB",
        "timezone = Europe/Lisbon",
        "legacy_url = https://estuary.example",
    ):
        assert line in done.stdout
    shown = feed(settings, tmp_path)
    assert shown["title"] == "The Estuary"
    assert shown["language"] == "en-GB"
    [item] = shown["items"]
    assert item["id"] == "https://estuary.example/paper/2024/05/01/tide"
    assert item["date_published"] == "2024-05-01T00:00:00+01:00"


def test_a_store_with_articles_keeps_what_it_has(
    feedsvc: Run, settings: Mapping[str, str], tree: Tree, tmp_path: Path
):
    """Its ids stay, whatever the site says later; settings go before."""
    (tree.root / "_config.yml").rename(tmp_path / "later.yml")
    feedsvc("import", tree.root, settings=settings)
    before = feed(settings, tmp_path)
    (tmp_path / "later.yml").rename(tree.root / "_config.yml")
    done = feedsvc("import", tree.root, settings=settings)
    assert "site_title" not in done.stdout
    after = feed(settings, tmp_path)
    assert after["title"] == before["title"]
    assert [one["id"] for one in after["items"]] == [
        one["id"] for one in before["items"]
    ]
