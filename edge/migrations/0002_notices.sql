-- What providers sent, as it came, and what became of it. `body` is base64.
CREATE TABLE notices (
    id TEXT PRIMARY KEY,
    terminal TEXT NOT NULL,
    channel TEXT NOT NULL,
    addressed TEXT,
    received_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    deliveries INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    headers TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT NOT NULL,
    verified INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    next_at INTEGER,
    event TEXT,
    payment TEXT,
    summary TEXT
) STRICT;

CREATE INDEX notices_by_time ON notices (received_at, id);
CREATE INDEX notices_by_state ON notices (state, received_at, id);
CREATE INDEX notices_by_payment ON notices (payment, received_at, id) WHERE payment IS NOT NULL;
CREATE INDEX notices_by_event ON notices (terminal, event) WHERE event IS NOT NULL;
CREATE INDEX notices_due ON notices (next_at) WHERE next_at IS NOT NULL;

-- The providers' names of what belongs to a payment, fed from the outboxes of the payments.
CREATE TABLE transactions (
    terminal TEXT NOT NULL,
    name TEXT NOT NULL,
    payment TEXT NOT NULL,
    PRIMARY KEY (terminal, name)
) STRICT, WITHOUT ROWID;
