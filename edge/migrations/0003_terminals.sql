-- Terminals are settings of the back office: the credentials of both modes are kept beside the
-- description, sealed. A terminal that was deleted stays known, without credentials, so that its id
-- is never given to another account.

CREATE TABLE terminals_with_settings (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('test', 'live')),
    body TEXT NOT NULL,
    enabled INTEGER NOT NULL DEFAULT 1 CHECK (enabled IN (0, 1)),
    is_default INTEGER NOT NULL DEFAULT 0 CHECK (is_default IN (0, 1)),
    -- Credentials, sealed; then what may be told of them, and what the last check found.
    sealed_test TEXT,
    sealed_live TEXT,
    entered_test TEXT,
    entered_live TEXT,
    check_test TEXT,
    check_live TEXT,
    revision INTEGER NOT NULL DEFAULT 1,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    deleted_at INTEGER
) STRICT;

-- Kind and mode move out of the description.
INSERT INTO terminals_with_settings (id, kind, mode, body, created_at, updated_at)
    SELECT id, body ->> '$.kind', body ->> '$.mode', json_remove(body, '$.kind', '$.mode'),
        updated_at, updated_at
    FROM terminals;

DROP TABLE terminals;
ALTER TABLE terminals_with_settings RENAME TO terminals;

-- New links get the default one.
CREATE UNIQUE INDEX terminals_default ON terminals (is_default) WHERE is_default = 1;
