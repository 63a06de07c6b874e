"""The reading room: pages of a record, served on this machine by `walkback serve`.

`app.create_app` puts it together, each kind of page has a module with a router, `pages.page` answers with HTML, CSV or
JSON, templates/ and static/ hold what a browser sees. It needs the extra `web`.
"""
