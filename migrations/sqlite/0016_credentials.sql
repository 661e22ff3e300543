-- Grants as credentials that anybody can check: the keys that sign them, what was signed, and the lists that say what was revoked.

-- Keys that sign what leaves the house. One a kind is in use; those that are retired stay, for what they signed stays valid.
CREATE TABLE signing_key (
    id BLOB PRIMARY KEY,
    algorithm TEXT NOT NULL,
    secret BLOB NOT NULL,
    public BLOB NOT NULL UNIQUE,
    made_at INTEGER NOT NULL,
    retired_at INTEGER,
    CONSTRAINT signing_key_algorithm_check CHECK (algorithm IN ('ed25519'))
) STRICT;
CREATE UNIQUE INDEX signing_key_algorithm_key ON signing_key (algorithm) WHERE retired_at IS NULL;
