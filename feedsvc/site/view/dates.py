"""Clock: moments and days as pages write them, always in the site's zone and language.

Nothing depends on the present moment: a page says neither today nor yesterday.
"""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from markupsafe import Markup

from feedsvc.language.language import Language
from feedsvc.model.article import Article

MIDNIGHT = time()  # how a day alone is stored


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day of the site's zone on which a moment falls."""
    return moment.astimezone(zone).date()


def stamp(moment: datetime, zone: ZoneInfo, *, has_time: bool = True) -> str:
    """`2021-12-31T07:55:44+08:00` in the site's zone, or its day alone."""
    if not has_time:
        return local_day(moment, zone).isoformat()
    return moment.astimezone(zone).isoformat(timespec="seconds")


def clock(moment: datetime, zone: ZoneInfo, language: Language) -> Markup:
    """`07:55` in the site's zone, as a `<time>` that carries the whole."""
    local = moment.astimezone(zone)
    return _time(stamp(moment, zone), language.time(local), language)


def full_clock(
    moment: datetime, zone: ZoneInfo, language: Language, *, has_time: bool = True
) -> Markup:
    """`2021年12月31日 07:55` in the site's zone, as a `<time>`; the zone is not named.

    Args:
        has_time: else it is a day, and no time of that day is known.
    """
    if not has_time:
        return day_clock(local_day(moment, zone), language)
    local = moment.astimezone(zone)
    return _time(stamp(moment, zone), language.date_and_time(local), language)


def day_of(
    moment: datetime, zone: ZoneInfo, language: Language, *, has_time: bool = True
) -> Markup:
    """`2021年12月31日` in the site's zone, as a `<time>` that carries the whole."""
    day = local_day(moment, zone)
    return _time(
        stamp(moment, zone, has_time=has_time), language.long_date(day), language
    )


def day_name(day: date, language: Language) -> str:
    """`2021年12月31日`, for the middle of a sentence."""
    text = language.long_date(day)
    # Isolated, as borrowed words run the other way (Unicode's UAX 9).
    return f"\u2068{text}\u2069" if language.is_mixed else text


def day_clock(day: date, language: Language) -> Markup:
    """`2021年12月31日`, as a `<time>`."""
    return _time(day.isoformat(), language.long_date(day), language)


def weekday_clock(day: date, language: Language) -> Markup:
    """`2021年12月31日星期五`, as a `<time>`."""
    return _time(day.isoformat(), language.full_date(day), language)


def zone_name(moment: datetime, zone: ZoneInfo, language: Language) -> str:
    """Name of the site's zone at a moment: 北京时间, `MEZ`, or `GMT+5:30`."""
    return language.zone_name(moment.astimezone(zone))


def _time(machine: str, text: str, language: Language) -> Markup:
    if language.spoken == language.tag:
        return Markup('<time datetime="{}">{}</time>').format(machine, text)
    # The words around it are borrowed from another language.
    said = Markup('<time datetime="{}" lang="{}" dir="{}">{}</time>')
    return said.format(machine, language.tag, language.direction, text)


def has_update_time(article: Article, zone: ZoneInfo) -> bool:
    """True unless its last update, too, is known by its day alone."""
    if article.updated_at == article.published_at:
        return article.has_time
    return article.updated_at.astimezone(zone).time() != MIDNIGHT


def was_updated(article: Article) -> bool:
    """True if an update moved the time by at least a minute, which readers can see."""
    published = article.published_at.replace(second=0, microsecond=0)
    return (article.updated_at - published).total_seconds() >= 60
