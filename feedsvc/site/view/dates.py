"""Clock: moments and days as pages write them, always in the site's zone.

Nothing depends on the present moment: a page says neither today nor yesterday.
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from feedsvc.model.article import Article
from feedsvc.site.words.words import Words


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """The day of the site's zone on which a moment falls."""
    return moment.astimezone(zone).date()


def stamp(moment: datetime, zone: ZoneInfo) -> str:
    """`2021-12-31T07:55:44+08:00`, in the site's zone."""
    return moment.astimezone(zone).isoformat(timespec="seconds")


def clock(moment: datetime, zone: ZoneInfo) -> Markup:
    """`07:55` in the site's zone, as a `<time>` that carries the whole."""
    local = moment.astimezone(zone)
    return _time(local, f"{local:%H:%M}")


def full_clock(moment: datetime, zone: ZoneInfo, t: Words) -> Markup:
    """`2021年12月31日 07:55` in the site's zone, as a `<time>`; the zone is not named."""
    local = moment.astimezone(zone)
    return _time(local, f"{day_name(local, t)} {local:%H:%M}")


def _time(local: datetime, text: str) -> Markup:
    whole = local.isoformat(timespec="seconds")
    return Markup('<time datetime="{}">{}</time>').format(whole, text)


def day_name(day: date, t: Words) -> str:
    """`2021年12月31日`, or `31 December 2021`."""
    return t.date.format(
        year=day.year, month=day.month, day=day.day, month_name=t.months[day.month - 1]
    )


def weekday_name(day: date, t: Words) -> str:
    """`2021年12月31日 星期五`, or `Friday, 31 December 2021`."""
    return t.weekday_date.format(
        date=day_name(day, t), weekday=t.weekdays[day.weekday()]
    )


def zone_name(moment: datetime, zone: ZoneInfo, t: Words) -> str:
    """Name of the site's zone at a moment: 北京时间, or `UTC+5:30`."""
    if zone.key == "Asia/Shanghai":
        return t.beijing_time
    offset = f"{moment.astimezone(zone):%z}"
    sign, hours, minutes = offset[0], int(offset[1:3]), int(offset[3:5])
    if not hours and not minutes:
        return "UTC"
    return f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def was_updated(article: Article) -> bool:
    """True if an update moved the time by at least a minute, which readers can see."""
    published = article.published_at.replace(second=0, microsecond=0)
    return (article.updated_at - published).total_seconds() >= 60
