"""A small HTTP/1.1 server for replica portals: messages, page composition, transport, access log."""
