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

-- What a grant says, as it was when it was granted; signed when it is first asked for, and kept as it was signed.
CREATE TABLE credential (
    grant_id BLOB PRIMARY KEY REFERENCES badge_grant (id),
    content TEXT NOT NULL,
    frozen_at INTEGER NOT NULL,
    revoked_at INTEGER,
    key_id BLOB REFERENCES signing_key (id),
    json TEXT,
    made_at INTEGER,
    CONSTRAINT credential_signed_check CHECK ((json IS NULL) = (key_id IS NULL) AND (json IS NULL) = (made_at IS NULL))
) STRICT;
CREATE INDEX credential_revoked_at_idx ON credential (revoked_at) WHERE revoked_at IS NOT NULL;

-- A public list of 131,072 bits, and how it was signed last: as JSON and as JWT, of the bits with this fingerprint.
CREATE TABLE status_list (
    number INTEGER PRIMARY KEY,
    taken INTEGER NOT NULL,
    fingerprint BLOB,
    key_id BLOB REFERENCES signing_key (id),
    signed_at INTEGER,
    json TEXT,
    jwt TEXT,
    CONSTRAINT status_list_taken_check CHECK (taken BETWEEN 0 AND 65536)
) STRICT;

-- Which bit is whose: drawn by lot, so that a place tells neither when nor after whom.
CREATE TABLE status_entry (
    list INTEGER NOT NULL REFERENCES status_list (number),
    place INTEGER NOT NULL,
    grant_id BLOB NOT NULL UNIQUE REFERENCES credential (grant_id),
    PRIMARY KEY (list, place),
    CONSTRAINT status_entry_place_check CHECK (place BETWEEN 0 AND 131071)
) STRICT;
