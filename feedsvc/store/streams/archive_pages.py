"""Open pages: where new entries go in a stream's archive (RFC 5005 §4)."""

from sqlalchemy import bindparam, select, update

from feedsvc.store.changes.change import Change
from feedsvc.store.database.tables import streams

# An archive page is full when it reaches either limit.
_PAGE_ENTRIES = 50
_PAGE_BYTES = 512 * 1024


class OpenPages:
    """The open archive page of each of some streams, filled in order of arrival."""

    def __init__(self, change: Change, stream_ids: set[int]) -> None:
        self._change = change
        query = select(
            streams.c.id, streams.c.page, streams.c.page_entries, streams.c.page_bytes
        ).where(streams.c.id.in_(sorted(stream_ids)))
        self._open: dict[int, list[int]] = {
            row.id: [row.page, row.page_entries, row.page_bytes]
            for row in change.connection.execute(query)
        }

    def take(self, stream_id: int, body_bytes: int) -> int:
        """The page for the next entry; turns to a new one when the open one is full."""
        page = self._open[stream_id]
        is_full = page[1] >= _PAGE_ENTRIES or page[2] + body_bytes > _PAGE_BYTES
        if is_full and page[1]:
            page[:] = [page[0] + 1, 0, 0]
        page[1] += 1
        page[2] += body_bytes
        return page[0]

    def save(self) -> None:
        """Write down how full each page is now."""
        self._change.connection.execute(
            update(streams)
            .where(streams.c.id == bindparam("b_id"))
            .values(
                page=bindparam("b_page"),
                page_entries=bindparam("b_entries"),
                page_bytes=bindparam("b_bytes"),
            ),
            [
                {"b_id": key, "b_page": page, "b_entries": entries, "b_bytes": size}
                for key, (page, entries, size) in self._open.items()
            ],
        )
