"""Several files of one code: which of them the article says, and what the others add."""

from tests.support.newsroom import Newsroom
from tests.support.trees import code, html, name

CODE = code(1)
POST, OLD = name(1), name(1, "old_post")
TWIN = f"_posts/-{CODE[2:]}.md"


def says(newsroom: Newsroom) -> str:
    """The HTML of the article."""
    html_: str = newsroom.article(CODE, "html")
    return html_


def write_broken_twin(newsroom: Newsroom, body: str = "残稿。") -> None:
    """The malformed kind: no title, no date."""
    newsroom.tree.post(TWIN, body, title="", date=" +0800")


def test_a_loser_adds_its_category_and_addresses(newsroom: Newsroom):
    """In one import or in two; the text stays the winner's."""
    newsroom.tree.post(POST, html("全文。"))
    newsroom.import_()
    newsroom.tree.post(OLD, "摘要。", category="Gang kou")
    assert newsroom.import_().same_article == 1
    assert says(newsroom) == "<p>全文。</p>"
    assert newsroom.entries(CODE) == {
        "": "shown",
        "jianggang": "shown",
        "Gang kou": "shown",
    }
    stem = CODE[2:]
    assert newsroom.addresses(CODE) >= {
        f"/jianggang/2022/05/01/{stem}.html",
        f"/gang/kou/2022/05/01/{stem}.html",
        f"/old_post/2022-05-01-{stem}.html",
    }


def test_a_loser_moves_what_shows_the_article(newsroom: Newsroom):
    """A further category is seen in every feed, but is no update of the article."""
    newsroom.tree.post(POST, html("全文。"))
    newsroom.import_()
    before, updated_at = newsroom.validators(), newsroom.article(CODE, "updated_at")
    newsroom.tree.post(OLD, "摘要。", category="gangkou")
    newsroom.import_()
    after = newsroom.validators()
    assert all(after[stream] > before[stream] for stream in before)
    assert newsroom.article(CODE, "updated_at") == updated_at


def test_a_loser_of_the_same_category_moves_nothing(newsroom: Newsroom):
    """No reader could tell, so no validator moves; mirrors have one more address."""
    newsroom.tree.post(POST, html("全文。"))
    newsroom.import_()
    before = newsroom.validators()
    newsroom.tree.post(OLD, "摘要。")
    newsroom.import_()
    assert newsroom.validators() == before
    told = newsroom.revision()
    newsroom.import_()
    assert newsroom.revision() == told


def test_a_better_file_takes_the_article_over(newsroom: Newsroom):
    """The earlier text is kept as a version, and the identity stays."""
    newsroom.tree.post(OLD, "摘要。")
    newsroom.import_()
    identity = "entry_id, permalink, published_at"
    before = newsroom.article(CODE, identity)
    newsroom.tree.post(POST, html("全文。"))
    newsroom.import_()
    assert says(newsroom) == "<p>全文。</p>"
    assert newsroom.article(CODE, identity) == before
    assert newsroom.rows("SELECT html, replaced_by FROM article_versions") == [
        ("<p>摘要。</p>", "import")
    ]


def test_the_winner_counts_even_if_shorter(newsroom: Newsroom):
    """Form and folder decide, never length."""
    newsroom.tree.post(OLD, html("很长的全文。" * 9))
    newsroom.tree.post(POST, html("短。"))
    newsroom.import_()
    assert says(newsroom) == "<p>短。</p>"


def test_a_broken_twin_alone_is_on_no_surface(newsroom: Newsroom):
    """Stored and reported by its state, without permalink, id or date."""
    write_broken_twin(newsroom)
    newsroom.import_()
    assert newsroom.article(CODE, "state, permalink, entry_id, published_at") == (
        "incomplete", None, None, None,
    )  # fmt: skip
    assert newsroom.entries(CODE) == {}


def test_a_file_of_no_category_makes_none(newsroom: Newsroom):
    """Its article is shown all the same, in the site's feed alone."""
    newsroom.tree.post(POST, category="")
    newsroom.import_()
    newsroom.tree.post(POST, "新。", category="")
    newsroom.import_()
    assert newsroom.article(CODE, "state, html") == ("published", "<p>新。</p>")
    assert newsroom.rows("SELECT count(*) FROM stream_entries") == [(1,)]
    assert newsroom.rows("SELECT raw FROM categories") == []


def test_a_dated_file_completes_an_article(newsroom: Newsroom):
    """Once it comes, everything is as if it had come first."""
    write_broken_twin(newsroom)
    newsroom.import_()
    newsroom.tree.post(POST, "完整。")
    newsroom.import_()
    assert newsroom.article(CODE, "state, html") == ("published", "<p>完整。</p>")
    assert newsroom.article(CODE, "published_at") == newsroom.article(
        CODE, "updated_at"
    )
    assert newsroom.entries(CODE) == {"": "shown", "jianggang": "shown"}


def test_a_broken_twin_takes_nothing_away(newsroom: Newsroom):
    """Whichever of the two comes first."""
    newsroom.tree.post(POST, "完整。")
    newsroom.import_()
    before = newsroom.everything()
    write_broken_twin(newsroom)
    newsroom.import_()
    assert newsroom.everything() == before


def test_a_complete_article_outlives_its_title_breaking(newsroom: Newsroom):
    """The file says less than the article did: the article keeps what it said."""
    newsroom.tree.post(POST, "完整。")
    newsroom.import_()
    before = newsroom.everything()
    newsroom.tree.post(POST, "残稿。", title="", date=" +0800")
    newsroom.import_()
    assert newsroom.everything() == before


def test_a_winner_that_got_worse_lets_its_twin_win(newsroom: Newsroom):
    """The twin is read again, though it did not change."""
    newsroom.tree.post(POST, html("甲文。"))
    newsroom.tree.post(OLD, html("乙文。"))
    newsroom.import_()
    newsroom.tree.post(POST, "残稿。", title="", date="")
    newsroom.import_()
    assert says(newsroom) == "<p>乙文。</p>"


def test_a_twin_that_wins_later_brings_its_category(newsroom: Newsroom):
    """Its own is then the first that the article is of."""
    newsroom.tree.post(POST, html("甲文。"))
    newsroom.tree.post(OLD, html("乙文。"), category="gangkou")
    newsroom.import_()
    newsroom.tree.post(POST, "残稿。", title="", date="")
    newsroom.import_()
    first = newsroom.value(
        "SELECT c.raw FROM articles a JOIN categories c ON c.id = a.category_id"
    )
    assert (first, set(newsroom.entries(CODE))) == (
        "gangkou",
        {"", "jianggang", "gangkou"},
    )


def test_a_date_alone_completes_an_article(newsroom: Newsroom):
    """Though its text is what it was."""
    newsroom.tree.post(POST, date=" +0800")
    newsroom.import_()
    assert newsroom.article(CODE) == "incomplete"
    newsroom.tree.post(POST)
    assert newsroom.import_().changed == 1
    assert newsroom.article(CODE) == "published"


def test_a_winner_that_recovered_wins_again(newsroom: Newsroom):
    """What a file said last is forgotten once it says something else."""
    newsroom.tree.post(POST, html("甲文。"))
    newsroom.tree.post(OLD, html("乙文。"))
    newsroom.import_()
    newsroom.tree.post(POST, "摘要。")
    newsroom.import_()
    newsroom.tree.post(POST, html("丙文。"))
    newsroom.import_()
    assert says(newsroom) == "<p>丙文。</p>"


def test_a_winner_that_is_gone_yields_to_an_equal(newsroom: Newsroom):
    """When its twin is read for whatever reason; until then it still speaks."""
    newsroom.tree.post(POST, html("甲文。"))
    newsroom.tree.post(OLD, html("乙文。"))
    newsroom.import_()
    (newsroom.tree.root / POST).unlink()
    newsroom.import_()
    assert says(newsroom) == "<p>甲文。</p>"
    newsroom.tree.post(OLD, html("丙文。"))
    newsroom.import_()
    assert says(newsroom) == "<p>丙文。</p>"


def test_twins_of_two_imports_fold_across_batches(newsroom: Newsroom):
    """A share link says the code where the file's name does not."""
    link = f"<http://news.example/html_News/NewsShare.html?infoCode={CODE}>"
    newsroom.tree.post("_posts/2022-05-01-aaa.md", f"{html('甲文。')}\n\n{link}")
    newsroom.tree.post("_posts/2022-05-01-zzz.md", f"{html('乙文。')}\n\n{link}")
    newsroom.import_()
    assert newsroom.rows("SELECT info_code, html FROM articles") == [
        (CODE, "<p>乙文。</p>")
    ]


def test_a_worse_file_of_another_archive_does_not_win(newsroom: Newsroom):
    """Winners are found among all archives, and each archive is read alone."""
    newsroom.tree.post(POST, html("全文。"))
    newsroom.import_(name="first")
    (newsroom.tree.root / POST).unlink()
    newsroom.tree.post(OLD, "摘要。", category="gangkou")
    newsroom.import_(name="second")
    assert says(newsroom) == "<p>全文。</p>"
    assert set(newsroom.entries(CODE)) == {"", "jianggang", "gangkou"}


def test_a_better_file_of_another_archive_that_got_worse(newsroom: Newsroom):
    """The first archive's file wins again as soon as that archive is imported."""
    newsroom.tree.post(POST, "摘要。")
    newsroom.import_(name="first")
    second = newsroom.tree.root.parent / "second"
    better = second / POST
    better.parent.mkdir(parents=True)
    newsroom.tree.post(POST, html("全文。")).rename(better)
    newsroom.import_(second, name="second")
    assert says(newsroom) == "<p>全文。</p>"
    newsroom.tree.post(POST, "残稿。", title="", date="").rename(better)
    newsroom.import_(second, name="second")
    newsroom.tree.post(POST, "摘要。")
    newsroom.import_(name="first")
    assert says(newsroom) == "<p>摘要。</p>"
