"""Settings: a file, the environment over it, and a line for each that is wrong."""

from pathlib import Path

import pytest

from feedsvc.errors import InvalidSettings, WrongSetting
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


def wrong_with(patch: Patch, **variables: str) -> tuple[WrongSetting, ...]:
    """What is wrong with these `FEEDSVC_*` variables, over the folder's file."""
    with pytest.raises(InvalidSettings) as caught:
        load_with(patch, **variables)
    return caught.value.wrong


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


def test_an_ipv6_address_stands_in_brackets(monkeypatch: Patch) -> None:
    """RFC 3986 §3.2.2: its colons would name a port."""
    settings = load_with(monkeypatch, SERVE__HOST="::1")
    assert settings.links.base_url == "http://[::1]:8080"


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
        ("LANGUAGE", "klingon", "language"),
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
        ("IMPORT", "not json", "import"),
        ("WECHAT__APP_ID", "wx0123", "wechat.app_secret"),
        ("WECHAT__APP_SECRET", "hunter2", "wechat.app_secret"),
        ("WECHAT__APP_ID", "wx 0123", "wechat.app_id"),
        ("WECHAT__APP_ID", "wx0123\n", "wechat.app_id"),
    ],
)
def test_a_wrong_value_names_its_key(
    monkeypatch: Patch, name: str, value: str, key: str
) -> None:
    """And its variable, but where it is the one that is missing; the reason is one line."""
    (wrong,) = wrong_with(monkeypatch, **{name: value})
    assert wrong.key == key
    assert wrong.reason.isprintable()
    assert wrong.place in {f"FEEDSVC_{name}", ""}


@pytest.mark.parametrize("name", ["SITE_TITEL", "SERVE__PROT", "X", "FEEDS_"])
def test_an_unknown_variable_is_refused(monkeypatch: Patch, name: str) -> None:
    """A misspelt one would silently not apply."""
    (wrong,) = wrong_with(monkeypatch, **{name: "1"})
    assert wrong.key == f"FEEDSVC_{name}"
    assert wrong.reason.startswith("is not a setting")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("site_titel = 'x'", "site_titel"),
        ("[serve]\nprot = 1", "serve.prot"),
        ("[import]\nworker = 1", "import.worker"),
        ("[server]\nport = 1", "server"),
        ("serve = 1", "serve"),
        ("import_ = 1", "import_"),
        ("site-title = 1", "site-title"),
        ("site_description = 1", "site_description"),
    ],
)
def test_a_wrong_key_of_the_file_is_named(
    tmp_path: Path, monkeypatch: Patch, text: str, key: str
) -> None:
    """Unknown keys and tables, and values of another kind, with the file's whole path."""
    file = tmp_path / "feedsvc.toml"
    file.write_text(text)
    (wrong,) = wrong_with(monkeypatch)
    assert (wrong.key, wrong.place) == (key, str(file))


@pytest.mark.parametrize(
    "text",
    ["site_title", "site_title = '\udcff'", f"x = {'9' * 5_000}", "x = " + "[" * 9_999],
    ids=["syntax", "bytes", "number", "nesting"],
)
def test_a_file_that_is_no_toml_is_named(
    tmp_path: Path, monkeypatch: Patch, text: str
) -> None:
    """Beside what is wrong with the environment."""
    file = tmp_path / "feedsvc.toml"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    broken, misspelt = wrong_with(monkeypatch, SITE_TITEL="x")
    assert broken.key == str(file)
    assert broken.reason.startswith("is not TOML: ")
    assert misspelt.key == "FEEDSVC_SITE_TITEL"


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
    (wrong,) = wrong_with(monkeypatch)
    assert (wrong.key, wrong.reason) == ("outbound.trusted_networks", reason)


def test_an_unknown_key_is_no_setting(tmp_path: Path, monkeypatch: Patch) -> None:
    """As an unknown variable is none."""
    (tmp_path / "feedsvc.toml").write_text("[cards]\ncopy_picture = true")
    with pytest.raises(InvalidSettings, match=r"cards\.copy_picture: is not a setting"):
        load_with(monkeypatch)


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path, monkeypatch: Patch) -> None:
    """Each on a line, with where it stands and what stands there."""
    file = tmp_path / "feedsvc.toml"
    file.write_text("languge = 'en'\ntimezone = 'Mars'\n[serve]\nthreads = 999\n")
    with pytest.raises(InvalidSettings) as caught:
        load_with(monkeypatch, SERVE__PORT="eighty", SITE_TITEL="x", FEEDS="[1]")
    assert caught.value.lines == (
        f'setting timezone: is no zone of the IANA database ({file}: "Mars")',
        "setting serve.port: must be a valid integer, unable to parse string as an "
        'integer (FEEDSVC_SERVE__PORT: "eighty")',
        f"setting serve.threads: must be less than or equal to 256 ({file}: 999)",
        f"setting languge: is not a setting; did you mean language? ({file})",
        "setting FEEDSVC_SITE_TITEL: is not a setting; did you mean FEEDSVC_SITE_TITLE?",
        "setting feeds: must be a JSON object; or set its keys one by one, as "
        "FEEDSVC_FEEDS__MAX_AGE_S is (FEEDSVC_FEEDS)",
    )


@pytest.mark.parametrize(
    ("wrong", "meant"),
    [
        ("SERVE_PORT", "SERVE__PORT"),
        ("PORT", "SERVE__PORT"),
        ("HOST", "SERVE__HOST"),
        ("BASEURL", "BASE_URL"),
        ("SERVER__PORT", "SERVE__PORT"),
        ("SERVE__PROT", "SERVE__PORT"),
        ("IMPORT__LEGACY", "IMPORT__LEGACY_URL"),
    ],
)
def test_the_right_name_is_suggested(
    monkeypatch: Patch, wrong: str, meant: str
) -> None:
    """However the words are parted, and whatever table was left out."""
    (found,) = wrong_with(monkeypatch, **{wrong: "1"})
    assert found.reason == f"is not a setting; did you mean FEEDSVC_{meant}?"


def test_a_variable_is_in_capitals(monkeypatch: Patch) -> None:
    """One of ours that is not would silently not apply; anybody else's is left alone."""
    monkeypatch.setenv("feedsvc_home", "x")
    load_with(monkeypatch)
    monkeypatch.setenv("feedsvc_base_url", "https://a.example")
    (wrong,) = wrong_with(monkeypatch)
    assert wrong.key == "feedsvc_base_url"
    assert wrong.reason.endswith("did you mean FEEDSVC_BASE_URL?")


@pytest.mark.parametrize("of", ["FEEDSVC", "FEEDSVC_WEB", "FEEDSVC_SERVE", "FEEDSVC_2"])
@pytest.mark.parametrize(
    ("address", "url"),
    [("10.0.0.1", "tcp://10.0.0.1:80"), ("fd00::1", "tcp://[fd00::1]:80")],
)
def test_links_of_a_service_are_passed_by(
    monkeypatch: Patch, of: str, address: str, url: str
) -> None:
    """Kubernetes gives every pod all of these for a Service of that name."""
    links = {
        f"{of}_SERVICE_HOST": address,
        f"{of}_SERVICE_PORT": "80",
        f"{of}_SERVICE_PORT_HTTP": "80",
        f"{of}_PORT": url,
        f"{of}_PORT_80_TCP": url,
        f"{of}_PORT_80_TCP_PROTO": "tcp",
        f"{of}_PORT_80_TCP_PORT": "80",
        f"{of}_PORT_80_TCP_ADDR": address,
    }
    for name, value in links.items():
        monkeypatch.setenv(name, value)
    assert load_settings().serve.port == 8080


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "80"),
        ("PORT", "https://10.0.0.1:80"),
        ("SERVE_PORT", "9000"),
        ("SERVE_HOST", "10.0.0.1"),
        ("SERVICE_HOST", "news.example"),
        ("SERVICE_PORT", "eighty"),
        ("WEB_PORT_80_TCP", "80"),
        ("PORTS", "tcp://10.0.0.1:80"),
        ("SITE_TITEL", "tcp://10.0.0.1:80"),
    ],
)
def test_what_only_looks_like_a_link_is_refused(
    monkeypatch: Patch, name: str, value: str
) -> None:
    """By its name or by its value."""
    (wrong,) = wrong_with(monkeypatch, **{name: value})
    assert wrong.key == f"FEEDSVC_{name}"


@pytest.mark.parametrize(
    "given",
    ["10.0.0.0/8,192.168.0.0/16", "10.0.0.0/8, 192.168.0.0/16,", '["10.0.0.0/8", "192.168.0.0/16"]'],
)  # fmt: skip
def test_a_variable_may_be_a_list(monkeypatch: Patch, given: str) -> None:
    """With commas, as people write it, or in JSON."""
    networks = load_with(monkeypatch, OUTBOUND__TRUSTED_NETWORKS=given).outbound
    assert [str(each) for each in networks.trusted_networks] == [
        "10.0.0.0/8",
        "192.168.0.0/16",
    ]


@pytest.mark.parametrize(
    ("name", "value", "wanted"),
    [
        ("OUTBOUND__TRUSTED_NETWORKS", "10.0.0.0/8;10.1.0.0/8", "such as 10.0.0.0/8"),
        ("OUTBOUND__TRUSTED_NETWORKS", "[10.0.0.0/8]", '["one", "two"]'),
        ("IMPORT__SOURCE_ALIASES", "上证报=上海证券报", '{"name": "other name"}'),
        ("IMPORT__SOURCE_ALIASES", '["上证报"]', '{"name": "other name"}'),
        ("IMPORT", "workers=2", "FEEDSVC_IMPORT__LEGACY_URL"),
    ],
)
def test_a_list_of_another_form_is_told_which(
    monkeypatch: Patch, name: str, value: str, wanted: str
) -> None:
    """Under the variable's name, with what is wanted of it."""
    (wrong,) = wrong_with(monkeypatch, **{name: value})
    assert wrong.place == f"FEEDSVC_{name}"
    assert wanted in wrong.reason


def test_a_table_may_be_one_variable(monkeypatch: Patch) -> None:
    """In JSON; a variable for one key outranks it."""
    serve = load_with(
        monkeypatch, SERVE='{"port": 9000, "threads": 4}', SERVE__PORT="9001"
    ).serve
    assert (serve.port, serve.threads) == (9001, 4)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://新闻.example/", "ASCII, as DNS has it: https://xn--efvy88h.example"),
        ("https://bücher.example:8443", "https://xn--bcher-kva.example:8443"),
        ("https://faß.example", "ASCII, as DNS has it"),
        ("https://my_site.example", "has a _ in its host"),
        ("https://user:hunter2@news.example", "must name no user before the host"),
        ("https://-news.example", "has a host that is none"),
        ("https://news..example", "has a host that is none"),
        ("https://news.example:99999", "out of range"),
        ("https://news.example/blog", "must have no path behind the host"),
    ],
)
def test_a_wrong_base_is_told_why(monkeypatch: Patch, url: str, reason: str) -> None:
    """A host in another script is offered as DNS has it, where that is beyond doubt."""
    (wrong,) = wrong_with(monkeypatch, BASE_URL=url)
    assert reason in wrong.reason
    assert "hunter2" not in str(wrong)


@pytest.mark.parametrize(
    "name",
    ["localtime", "posixrules", "Factory", "right/UTC", "posix/Asia/Shanghai", "asia/shanghai", "", "../UTC"],
)  # fmt: skip
def test_a_zone_means_the_same_everywhere(
    tmp_path: Path, monkeypatch: Patch, name: str
) -> None:
    """Nothing that depends on the machine, though its files would open."""
    (tmp_path / "feedsvc.toml").write_text(f"timezone = '{name}'")
    (wrong,) = wrong_with(monkeypatch)
    assert wrong.reason.startswith("is no zone of the IANA database")


@pytest.mark.parametrize(
    "name", ["UTC", "PRC", "Etc/GMT-8", "America/Argentina/Ushuaia"]
)
def test_every_zone_of_the_database_will_do(monkeypatch: Patch, name: str) -> None:
    """Old names and far ones too."""
    assert load_with(monkeypatch, TIMEZONE=name).zone.key == name


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite:///", "must name a file"),
        ("sqlite:////", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("sqlite:////var/lib/", "must name a file"),
        ("sqlite:///what?.db", "written %3F"),
    ],
)
def test_a_database_without_a_file(
    monkeypatch: pytest.MonkeyPatch, url: str, reason: str
) -> None:
    """It would be in memory, or elsewhere than the URL says."""
    monkeypatch.setenv("FEEDSVC_DATABASE_URL", url)
    with pytest.raises(InvalidSettings, match=reason):
        load_settings()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (" 127.0.0.1 ", "127.0.0.1"),
        ("172.16.0.0/12, 10.0.0.1,", "172.16.0.0/12,10.0.0.1"),
        ('["10.0.0.0/8", "::1"]', "10.0.0.0/8,::1"),
        ("unix", "unix"),
        ("none", "none"),
    ],
)
def test_proxies_may_be_several(monkeypatch: Patch, given: str, kept: str) -> None:
    """Addresses, networks and sockets, trimmed."""
    assert (
        load_with(monkeypatch, SERVE__TRUSTED_PROXY=given).serve.trusted_proxy == kept
    )


def test_proxies_may_be_a_list(tmp_path: Path, monkeypatch: Patch) -> None:
    """Of the file."""
    text = '[serve]\ntrusted_proxy = ["10.0.0.0/8", " ::1 "]\n'
    (tmp_path / "feedsvc.toml").write_text(text, encoding="utf-8")
    assert load_with(monkeypatch).serve.trusted_proxy == "10.0.0.0/8,::1"


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("*", "name the proxies instead of *"),
        ("0.0.0.0/0", "everybody's X-Forwarded-For: 0.0.0.0/0"),
        ("::/0", "everybody's X-Forwarded-For: ::/0"),
        ("localhost", "or unix: localhost"),
        ("127.0.0.1, proxy.example", "or unix: proxy.example"),
        ("10.0.0.1/8", "or unix: 10.0.0.1/8"),
        ("127.0.0.1:80", "or unix: 127.0.0.1:80"),
        ("none,10.0.0.1", "has none beside others"),
    ],
)
def test_what_is_no_proxy_is_refused(
    monkeypatch: Patch, given: str, reason: str
) -> None:
    """By the setting, the value and the reason."""
    (wrong,) = wrong_with(monkeypatch, SERVE__TRUSTED_PROXY=given)
    assert wrong.key == "serve.trusted_proxy"
    assert reason in wrong.reason


@pytest.mark.parametrize(
    ("given", "known"),
    [
        ({}, ("zh-CN", "财经新闻", "Asia/Shanghai")),
        ({"LANGUAGE": "zh-tw"}, ("zh-TW", "财经新闻", "Asia/Shanghai")),
        ({"LANGUAGE": "DE-ch"}, ("de-CH", "News", "UTC")),
        (
            {"LANGUAGE": "iw", "TIMEZONE": "Asia/Jerusalem"},
            ("he", "News", "Asia/Jerusalem"),
        ),
        ({"LANGUAGE": "en", "SITE_TITLE": "Harbour"}, ("en", "Harbour", "UTC")),
    ],
)
def test_what_is_not_said_fits_the_language(
    monkeypatch: Patch, given: dict[str, str], known: tuple[str, str, str]
) -> None:
    """Any language is one; a site that is not Chinese has nothing of China by default."""
    settings = load_with(monkeypatch, **given)
    assert (settings.language, settings.site_title, settings.timezone) == known


def test_a_locale_of_unix_is_told_its_tag(monkeypatch: Patch) -> None:
    """People know it from elsewhere."""
    (wrong,) = wrong_with(monkeypatch, LANGUAGE="pt_BR.UTF-8")
    assert "did you mean pt-BR?" in str(wrong)
