"""Settings: a file, the environment over it, and one line for whatever is wrong."""

from pathlib import Path

import pytest

from feedsvc.errors import InvalidSettings
from feedsvc.settings import Settings, load_settings

Patch = pytest.MonkeyPatch


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path: Path, monkeypatch: Patch) -> None:
    """No file but the test's own is read."""
    monkeypatch.chdir(tmp_path)


def load_with(patch: Patch, **variables: str) -> Settings:
    """The settings of these `FEEDSVC_*` variables."""
    for name, value in variables.items():
        patch.setenv(f"FEEDSVC_{name}", value)
    return load_settings()


def test_everything_has_a_default() -> None:
    """A site starts with no setting at all, in Chinese, on SQLite, for this machine."""
    settings = load_settings()
    assert settings.database_url == "sqlite:///var/feedsvc.db"
    assert settings.language == "zh-CN"
    assert settings.zone.key == "Asia/Shanghai"
    assert (settings.serve.host, settings.serve.port) == ("127.0.0.1", 8080)
    assert settings.serve.trusted_proxy == ""


def test_a_file_says_what_differs(tmp_path: Path) -> None:
    """feedsvc.toml of the folder, its tables named as in the example."""
    text = (
        'site_title = "滨江财经"\n[import]\nlegacy_url = "https://old.example"\n'
        'source_aliases = {"滨江报" = "滨江日报"}\n[serve]\nport = 9000\n'
    )
    (tmp_path / "feedsvc.toml").write_text(text, encoding="utf-8")
    settings = load_settings()
    assert settings.site_title == "滨江财经"
    assert settings.import_.legacy_url == "https://old.example"
    assert settings.import_.source_aliases == {"滨江报": "滨江日报"}
    assert settings.serve.port == 9000


def test_a_file_may_be_named(tmp_path: Path, monkeypatch: Patch) -> None:
    """FEEDSVC_CONFIG outranks the folder's own."""
    (tmp_path / "feedsvc.toml").write_text("broken", encoding="utf-8")
    named = tmp_path / "other.toml"
    named.write_text('site_title = "甲"', encoding="utf-8")
    assert load_with(monkeypatch, CONFIG=str(named)).site_title == "甲"


def test_the_environment_outranks_the_file(tmp_path: Path, monkeypatch: Patch) -> None:
    """Key by key, in tables too."""
    text = 'site_title = "甲"\n[serve]\nport = 9000\nthreads = 4\n'
    (tmp_path / "feedsvc.toml").write_text(text, encoding="utf-8")
    settings = load_with(monkeypatch, SITE_TITLE="乙", SERVE__PORT="9001")
    assert settings.site_title == "乙"
    assert (settings.serve.port, settings.serve.threads) == (9001, 4)


def test_a_table_outranks_the_file_in_part(tmp_path: Path, monkeypatch: Patch) -> None:
    """The one whose name is a word of Python's is no exception."""
    text = '[import]\nlegacy_url = "https://old.example"\nworkers = 2\n'
    (tmp_path / "feedsvc.toml").write_text(text, encoding="utf-8")
    settings = load_with(monkeypatch, IMPORT__WORKERS="3")
    assert settings.import_.workers == 3
    assert settings.import_.legacy_url == "https://old.example"


def test_an_empty_variable_is_none(monkeypatch: Patch) -> None:
    """Shells and unit files leave them behind."""
    assert load_with(monkeypatch, SITE_TITLE="", LANGUAGE="").language == "zh-CN"


def test_a_base_may_end_with_a_slash(monkeypatch: Patch) -> None:
    """People write it; paths are appended without it."""
    assert load_with(monkeypatch, BASE_URL="https://a.example/").base_url == (
        "https://a.example"
    )


@pytest.mark.parametrize(
    "url", ["https://paper.example", "http://[::1]:8080/a/%E6%9D%A1?b=c&d#e"]
)
def test_terms_may_stand_anywhere(monkeypatch: Patch, url: str) -> None:
    """R24: a page of any site, and every address that leads to it is the setting's."""
    links = load_with(monkeypatch, TERMS_URL=url).links
    assert links.terms_page() == url


@pytest.mark.parametrize(
    ("name", "value", "key"),
    [
        ("BASE_URL", "news.example", "base_url"),
        ("BASE_URL", "ftp://news.example", "base_url"),
        ("BASE_URL", "https://news.example/path", "base_url"),
        ("BASE_URL", "https://user@news.example", "base_url"),
        ("BASE_URL", "https://a.example\r\nX: 1", "base_url"),
        ("BASE_URL", "https://a.example?x", "base_url"),
        ("BASE_URL", "https://[", "base_url"),
        ("DATABASE_URL", "mysql://x", "database_url"),
        ("SITE_TITLE", " ", "site_title"),
        ("SITE_TITLE", "甲\n乙", "site_title"),
        ("LANGUAGE", "fr", "language"),
        ("TIMEZONE", "Mars/Olympus", "timezone"),
        ("TIMEZONE", "../../etc/passwd", "timezone"),
        ("TIMEZONE", "/etc/localtime", "timezone"),
        ("SERVE__PORT", "65536", "serve.port"),
        ("SERVE__PORT", "eighty", "serve.port"),
        ("SERVE__THREADS", "0", "serve.threads"),
        ("FEEDS__MAX_AGE_S", "-1", "feeds.max_age_s"),
        ("TERMS_URL", "/terms/", "terms_url"),
        ("TERMS_URL", "//paper.example/terms", "terms_url"),
        ("TERMS_URL", "javascript:alert(1)", "terms_url"),
        ("TERMS_URL", "https://user@paper.example/terms", "terms_url"),
        ("TERMS_URL", "https://paper.example/使用条款", "terms_url"),
        ("TERMS_URL", "https://paper.example/a b", "terms_url"),
        ("TERMS_URL", "https://paper.example/\r\nX: 1", "terms_url"),
        ("TERMS_URL", 'https://paper.example/"><b>', "terms_url"),
        ("TERMS_URL", "https://paper.example\\@evil.example/", "terms_url"),
        ("IMPORT__LEGACY_URL", "old.example", "import.legacy_url"),
        ("IMPORT__WORKERS", "65", "import.workers"),
        ("IMPORT", "not json", "FEEDSVC_*"),
        ("WECHAT__APP_ID", "wx0123", "wechat.app_secret"),
        ("WECHAT__APP_SECRET", "hunter2", "wechat.app_secret"),
        ("WECHAT__APP_ID", "wx 0123", "wechat.app_id"),
        ("WECHAT__APP_ID", "wx0123\n", "wechat.app_id"),
    ],
)
def test_a_wrong_value_names_its_key(
    monkeypatch: Patch, name: str, value: str, key: str
) -> None:
    """And the reason stands on one line, without what was given."""
    with pytest.raises(InvalidSettings) as caught:
        load_with(monkeypatch, **{name: value})
    assert caught.value.key == key
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", ["SITE_TITEL", "SERVE__PROT", "X", "FEEDS_"])
def test_an_unknown_variable_is_refused(monkeypatch: Patch, name: str) -> None:
    """A misspelt one would silently not apply."""
    with pytest.raises(InvalidSettings) as caught:
        load_with(monkeypatch, **{name: "1"})
    assert caught.value.key == f"FEEDSVC_{name}"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("site_titel = 'x'", "site_titel"),
        ("[serve]\nprot = 1", "serve.prot"),
        ("[import]\nworker = 1", "import.worker"),
        ("[server]\nport = 1", "server"),
        ("serve = 1", "serve"),
        ("import_ = 1", "import_"),
        ("site_title", "feedsvc.toml"),
        ("site_title = '\udcff'", "feedsvc.toml"),
    ],
)
def test_a_wrong_file_names_its_key(tmp_path: Path, text: str, key: str) -> None:
    """Unknown keys and tables, and what is no TOML or no UTF-8."""
    raw = text.encode("utf-8", "surrogateescape")
    (tmp_path / "feedsvc.toml").write_bytes(raw)
    with pytest.raises(InvalidSettings) as caught:
        load_settings()
    assert caught.value.key == key


def test_a_named_file_must_be_there(monkeypatch: Patch) -> None:
    """The folder's own may be missing; one that was asked for may not."""
    with pytest.raises(InvalidSettings, match=r"cannot read .*nowhere\.toml"):
        load_with(monkeypatch, CONFIG="nowhere.toml")


def test_a_wrong_value_is_not_repeated(monkeypatch: Patch) -> None:
    """It may be a password."""
    with pytest.raises(InvalidSettings) as caught:
        load_with(monkeypatch, DATABASE_URL="mysql://user:hunter2@db/x")
    assert "hunter2" not in str(caught.value)


def test_an_account_comes_from_both_places(tmp_path: Path, monkeypatch: Patch) -> None:
    """R20: its id from the file, and the secret from the environment."""
    (tmp_path / "feedsvc.toml").write_text("[wechat]\napp_id = 'wx0123'")
    wechat = load_with(monkeypatch, WECHAT__APP_SECRET="hunter2").wechat
    assert wechat.app_id == "wx0123"
    assert wechat.app_secret.get_secret_value() == "hunter2"


def test_a_secret_is_not_shown(monkeypatch: Patch) -> None:
    """R20: neither by the settings nor by what is wrong with them."""
    settings = load_with(
        monkeypatch, WECHAT__APP_ID="wx0123", WECHAT__APP_SECRET="hunter2"
    )
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump()}"
    wrong = {"WECHAT__APP_ID": ""}, {"WECHAT": '{"app_secret": "hunter2"'}
    for variables in wrong:
        with pytest.raises(InvalidSettings) as caught:
            load_with(monkeypatch, **variables)
        assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ('["10.0.0.1/8"]', "must be networks such as 10.0.0.0/8: 10.0.0.1/8"),
        ('"10.0.0.0"', None),
        ('["0.0.0.0/0"]', "would trust every address: 0.0.0.0/0"),
        ('["::/0"]', "would trust every address: ::/0"),
        ("3.5", "must be networks such as 10.0.0.0/8: 3.5"),
    ],
)
def test_networks_are_networks(
    tmp_path: Path, monkeypatch: Patch, given: str, reason: str | None
) -> None:
    """And what is wrong with one is said in words, under the name of the setting."""
    (tmp_path / "feedsvc.toml").write_text(f"[outbound]\ntrusted_networks = {given}")
    if reason is None:
        assert str(load_with(monkeypatch).outbound.trusted_networks[0]) == "10.0.0.0/32"
        return
    with pytest.raises(InvalidSettings) as caught:
        load_with(monkeypatch)
    assert str(caught.value) == f"setting outbound.trusted_networks: {reason}"


def test_an_unknown_key_is_no_setting(tmp_path: Path, monkeypatch: Patch) -> None:
    """As an unknown variable is none."""
    (tmp_path / "feedsvc.toml").write_text("[cards]\ncopy_picture = true")
    with pytest.raises(InvalidSettings, match=r"cards\.copy_picture: is not a setting"):
        load_with(monkeypatch)
