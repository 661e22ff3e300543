-- Open days: roles, and shifts with places of their own; who worked which.

CREATE TABLE shift_role (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES event (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    story TEXT NOT NULL,
    min_tier TEXT NOT NULL,
    adults_only INTEGER NOT NULL,
    -- Empty: there is none to read.
    briefing TEXT NOT NULL,
    -- Rises with each change: whoever has read an older one reads it anew.
    briefing_version INTEGER NOT NULL,
    removed_at INTEGER,
    CONSTRAINT shift_role_min_tier_check CHECK (min_tier IN ('fan', 'regular', 'honor_crew', 'core'))
) STRICT;
CREATE INDEX shift_role_event_id_idx ON shift_role (event_id);

CREATE TABLE shift (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES event (id),
    role_id BLOB NOT NULL REFERENCES shift_role (id),
    -- Wall times, kept beside the moments: a moved open day takes its shifts along by the clocks of the place.
    starts_local TEXT NOT NULL,
    ends_local TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    lead_id BLOB REFERENCES member (id),
    removed_at INTEGER,
    CONSTRAINT shift_time_check CHECK (starts_at < ends_at)
) STRICT;
CREATE INDEX shift_event_id_idx ON shift (event_id);
CREATE INDEX shift_role_id_idx ON shift (role_id);
CREATE INDEX shift_ends_at_idx ON shift (ends_at);

-- Places are those of an event or of one of its shifts: one machine counts both.
CREATE TABLE places_new (
    id BLOB PRIMARY KEY,
    event_id BLOB UNIQUE REFERENCES event (id),
    shift_id BLOB UNIQUE REFERENCES shift (id),
    capacity INTEGER NOT NULL,
    ceiling INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    offered INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    first_come INTEGER NOT NULL,
    offer_s INTEGER NOT NULL,
    cutoff_at INTEGER NOT NULL,
    tail INTEGER NOT NULL,
    log_entries INTEGER NOT NULL,
    log_head BLOB NOT NULL,
    on_hold INTEGER NOT NULL DEFAULT 0,
    CONSTRAINT places_owner_check CHECK ((event_id IS NULL) <> (shift_id IS NULL)),
    CONSTRAINT places_ceiling_check CHECK (ceiling >= capacity),
    CONSTRAINT places_taken_check CHECK (taken BETWEEN 0 AND ceiling),
    CONSTRAINT places_offered_check CHECK (offered BETWEEN 0 AND taken),
    CONSTRAINT places_waiting_check CHECK (waiting >= 0 AND (waiting = 0 OR taken >= capacity OR first_come)),
    CONSTRAINT places_offer_check CHECK (offer_s > 0)
) STRICT;
INSERT INTO places_new (id, event_id, capacity, ceiling, taken, offered, waiting, first_come, offer_s, cutoff_at, tail, log_entries,
                        log_head, on_hold)
SELECT id, event_id, capacity, ceiling, taken, offered, waiting, first_come, offer_s, cutoff_at, tail, log_entries, log_head, on_hold
FROM places;
DROP TABLE places;
ALTER TABLE places_new RENAME TO places;
CREATE TRIGGER places_ceiling_guard BEFORE UPDATE ON places WHEN NEW.ceiling > OLD.ceiling AND NEW.ceiling > NEW.capacity
BEGIN SELECT RAISE(ABORT, 'the ceiling of places rises to their capacity and no further'); END;

-- Who helps in two shifts comes in twice.
CREATE TABLE check_in_new (
    signup_id BLOB PRIMARY KEY REFERENCES signup (id),
    event_id BLOB NOT NULL REFERENCES event (id),
    places_id BLOB NOT NULL REFERENCES places (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    by_id BLOB REFERENCES member (id),
    at INTEGER NOT NULL,
    UNIQUE (places_id, member_id)
) STRICT;
INSERT INTO check_in_new (signup_id, event_id, places_id, member_id, by_id, at)
SELECT c.signup_id, c.event_id, s.places_id, c.member_id, c.by_id, c.at FROM check_in c JOIN signup s ON s.id = c.signup_id;
DROP TABLE check_in;
ALTER TABLE check_in_new RENAME TO check_in;
CREATE INDEX check_in_member_id_idx ON check_in (member_id);
CREATE INDEX check_in_event_id_member_id_idx ON check_in (event_id, member_id);

-- What became of a shift that somebody had: settled at the door or by the lead's word. What is credited stays.
CREATE TABLE shift_work (
    signup_id BLOB PRIMARY KEY REFERENCES signup (id),
    outcome TEXT NOT NULL,
    said TEXT NOT NULL,
    honor INTEGER NOT NULL,
    by_id BLOB NOT NULL REFERENCES member (id),
    at INTEGER NOT NULL,
    CONSTRAINT shift_work_outcome_check CHECK (outcome IN ('worked', 'missed')),
    CONSTRAINT shift_work_said_check CHECK (said IN ('door', 'lead')),
    CONSTRAINT shift_work_honor_check CHECK (honor >= 0 AND (honor = 0 OR outcome = 'worked'))
) STRICT;
CREATE TRIGGER shift_work_guard BEFORE UPDATE ON shift_work WHEN OLD.outcome = 'worked'
BEGIN SELECT RAISE(ABORT, 'a shift that was worked stays worked'); END;

-- Which briefing a member has read, in which version.
CREATE TABLE briefing_reading (
    role_id BLOB NOT NULL REFERENCES shift_role (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (role_id, member_id)
) STRICT;
CREATE INDEX briefing_reading_member_id_idx ON briefing_reading (member_id);

-- When they said that they are of age; asked where a role needs it.
ALTER TABLE member ADD COLUMN adult_confirmed_at INTEGER;

-- Honor for work: points are those of an hour.
CREATE TABLE honor_entry_new (
    id BLOB PRIMARY KEY,
    member_id BLOB NOT NULL REFERENCES member (id),
    seq INTEGER NOT NULL,
    points INTEGER NOT NULL,
    total INTEGER NOT NULL,
    cause TEXT NOT NULL,
    event_id BLOB REFERENCES event (id),
    by_id BLOB REFERENCES member (id),
    corrects_id BLOB UNIQUE REFERENCES honor_entry (id),
    reason TEXT,
    idempotency_key TEXT NOT NULL UNIQUE,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (member_id, seq),
    CONSTRAINT honor_entry_cause_check CHECK (cause IN ('attended', 'thanked', 'corrected', 'worked')),
    CONSTRAINT honor_entry_points_check CHECK (points <> 0),
    CONSTRAINT honor_entry_seq_check CHECK (seq > 0)
) STRICT;
INSERT INTO honor_entry_new (id, member_id, seq, points, total, cause, event_id, by_id, corrects_id, reason, idempotency_key, hash, at)
SELECT id, member_id, seq, points, total, cause, event_id, by_id, corrects_id, reason, idempotency_key, hash, at FROM honor_entry;
DROP TABLE honor_entry;
ALTER TABLE honor_entry_new RENAME TO honor_entry;
CREATE TRIGGER honor_entry_no_update BEFORE UPDATE ON honor_entry BEGIN SELECT RAISE(ABORT, 'a row of honor_entry is never changed'); END;
CREATE TRIGGER honor_entry_no_delete BEFORE DELETE ON honor_entry BEGIN SELECT RAISE(ABORT, 'a row of honor_entry is never changed'); END;
INSERT INTO honor_rule (name, points, active) VALUES ('worked', 12, 1);
