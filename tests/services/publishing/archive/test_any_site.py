"""Archives of any Jekyll site, from their files to what readers find."""

from tests.support.newsroom import Newsroom

STORY = "_posts/2022-05-01-story.md"


def grouped(newsroom: Newsroom) -> list[tuple[str, str]]:
    """Title of each article, with each category that it is shown in, or none."""
    return newsroom.rows(
        "SELECT a.title, coalesce(c.raw, '') AS raw FROM stream_entries e"
        " JOIN articles a ON a.id = e.article_id JOIN streams s ON s.id = e.stream_id"
        " LEFT JOIN categories c ON c.id = s.category_id"
        " WHERE e.state = 'shown' ORDER BY a.title, raw"
    )


def test_all_categories_hold_a_post_of_several(newsroom: Newsroom):
    """And no category one of none; what is taken from it leaves the category."""
    tree = newsroom.tree
    tree.write(STORY, "---\ntitle: 甲\ncategories: [x, y, z]\n---\n正文。")
    tree.write("_posts/2022-05-01-other.md", "---\ntitle: 乙\n---\n正文。")
    assert newsroom.import_().new == 2
    assert grouped(newsroom) == [
        ("乙", ""), ("甲", ""), ("甲", "x"), ("甲", "y"), ("甲", "z")
    ]  # fmt: skip
    before = newsroom.revision()
    assert newsroom.import_().unchanged == 2
    assert newsroom.revision() == before
    tree.write(STORY, "---\ntitle: 甲\ncategories: [x, z]\n---\n正文。")
    newsroom.import_()
    assert grouped(newsroom) == [("乙", ""), ("甲", ""), ("甲", "x"), ("甲", "z")]


def test_a_site_that_changes_has_its_posts_read_again(newsroom: Newsroom):
    """Once, also those that did not change themselves; these do not count as updated."""
    newsroom.tree.write(STORY, "---\ntitle: 甲\n---\n正文。")
    newsroom.import_()
    assert newsroom.rows("SELECT count(*) FROM attributions") == [(0,)]
    updated = newsroom.rows("SELECT updated_at FROM articles")
    defaults = "defaults: [{values: {author: 罗欣}}]"
    newsroom.tree.write("_config.yml", defaults)
    assert newsroom.import_().changed == 1
    assert newsroom.rows("SELECT updated_at FROM articles") == updated
    assert newsroom.rows("SELECT name, rule FROM attributions") == [
        ("罗欣", "front-matter")
    ]
    assert newsroom.import_().unchanged == 1


def test_what_front_matter_says_is_made_anew_with_the_rest(newsroom: Newsroom):
    """Summary, credit and picture survive better rules; the date of a change shows."""
    newsroom.tree.write(
        STORY,
        "---\ntitle: 甲\nauthor: 罗欣\nexcerpt: 编者的话。\nimage: https://i.example/a.jpg\n"
        "last_modified_at: 2022-05-03\n---\n来源：江港日报\n\n记者 李明\n\n正文。",
    )
    newsroom.import_()
    read = "SELECT html, summary, updated_at FROM articles"
    [(html, summary, updated)] = before = newsroom.rows(read)
    assert (html.count("<img"), summary) == (1, "编者的话。")
    assert (
        updated == newsroom.value("SELECT published_at FROM articles") + 172_800_000_000
    )
    credits_ = newsroom.rows(
        "SELECT role, name, rule FROM attributions ORDER BY position"
    )
    assert credits_ == [
        ("author", "罗欣", "front-matter"),
        ("publisher", "江港日报", "source-line"),
    ]
    newsroom.run("UPDATE articles SET rules_version = 0")
    assert newsroom.rederivation.run(lambda _done: None) == (1, 0)
    assert newsroom.rows(read) == before


def test_a_document_of_a_collection_is_a_post_if_it_is_dated(newsroom: Newsroom):
    """The others are passed over, and named."""
    newsroom.tree.write("_config.yml", "collections: {talks: {output: true}}")
    newsroom.tree.write("_talks/one.md", "---\ndate: 2022-05-01\n---\n正文。")
    newsroom.tree.write("_talks/two.md", "---\ntitle: x\n---\n正文。")
    summary = newsroom.import_()
    assert (summary.new, summary.passed_over) == (1, 1)
    [told] = newsroom.problems
    assert told == ("_talks/two.md", "a document of a collection, and not dated", False)
    assert newsroom.rows("SELECT title, permalink FROM articles") == [
        ("One", "/talks/one.html")
    ]


def test_a_future_post_may_be_shown_at_once(newsroom: Newsroom):
    """The site's `future` decides, as in Jekyll."""
    newsroom.tree.write("_posts/2050-05-01-a.md", "---\n---\n正文。")
    newsroom.import_()
    assert newsroom.rows("SELECT state FROM articles") == [("scheduled",)]
    newsroom.tree.write("_config.yml", "future: true")
    newsroom.tree.write("_posts/2050-05-01-b.md", "---\n---\n正文。")
    newsroom.import_()
    states = newsroom.rows("SELECT state FROM articles ORDER BY id")
    assert states[1] == ("published",)
