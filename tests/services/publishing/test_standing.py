"""Standing: the state of articles, as commands name it."""

from feedsvc.model.inventory import Standing, Wanted
from feedsvc.services.inventory import Inventory
from tests.support.newsroom import Newsroom, info
from tests.support.trees import code, name


def test_withheld_articles_are_told_apart(newsroom: Newsroom):
    """Withheld articles count neither as withdrawn by a person nor as scheduled."""
    newsroom.tree.posts(6)
    newsroom.tree.post(name(5), date="2199-01-01")
    newsroom.import_()
    newsroom.tree.post(name(5), date="2199-01-01", more="published: false\n")
    newsroom.tree.post(name(6), more="published: false\n")
    newsroom.decisions.retract(info(code(1)), reason="错误", is_legal=False)
    newsroom.import_()
    for standing, numbers in (
        (Standing.WITHHELD, (6, 5)),
        (Standing.WITHDRAWN, (1,)),
        (Standing.SCHEDULED, ()),
    ):
        wanted = Wanted(limit=9, standing=standing)
        found = Inventory(newsroom.database).articles(wanted)
        assert {(one.info_code, one.standing) for one in found} == {
            (code(number), standing) for number in numbers
        }
