-- Grants as credentials that anybody can check: the keys that sign them, what was signed, and the lists that say what was revoked.

-- Keys that sign what leaves the house. One a kind is in use; those that are retired stay, for what they signed stays valid.
CREATE TABLE signing_key (
    id UUID PRIMARY KEY,
    algorithm TEXT NOT NULL,
    secret BYTEA NOT NULL,
    public BYTEA NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    retired_at BIGINT,
    CONSTRAINT signing_key_algorithm_check CHECK (algorithm IN ('ed25519'))
);
CREATE UNIQUE INDEX signing_key_algorithm_key ON signing_key (algorithm) WHERE retired_at IS NULL;
