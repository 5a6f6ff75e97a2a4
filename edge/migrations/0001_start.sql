-- What is searched. Money is in minor units, times are milliseconds since 1970.

CREATE TABLE terminals (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE links (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

-- Fed from the outboxes of the payments: it may lag, and rows only grow in version.
CREATE TABLE payments (
    id TEXT PRIMARY KEY,
    version INTEGER NOT NULL,
    link TEXT NOT NULL,
    terminal TEXT NOT NULL,
    mode TEXT NOT NULL,
    reference TEXT NOT NULL,
    status TEXT NOT NULL,
    currency TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    captured_minor INTEGER NOT NULL,
    refunded_minor INTEGER NOT NULL,
    mismatch INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE INDEX payments_by_time ON payments (created_at, id);
CREATE INDEX payments_by_status ON payments (status, created_at, id);
CREATE INDEX payments_by_link ON payments (link, created_at, id);
CREATE UNIQUE INDEX payments_by_reference ON payments (reference);
