-- Who gets a place: windows by tier, approval, lottery, invitation codes, groups.

-- What organisers decide; without a row everybody may, first come, first served.
CREATE TABLE admission (
    event_id BLOB PRIMARY KEY REFERENCES event (id),
    mode TEXT NOT NULL,
    tier TEXT NOT NULL,
    invited_only INTEGER NOT NULL,
    regular_hours INTEGER NOT NULL,
    crew_hours INTEGER NOT NULL,
    core_hours INTEGER NOT NULL,
    friends INTEGER NOT NULL,
    guests INTEGER NOT NULL,
    -- The lottery: secret until it is drawn; its SHA-256 is public from the day the event is.
    seed BLOB,
    drawn_at INTEGER,
    CONSTRAINT admission_mode_check CHECK (mode IN ('first_come', 'approval', 'lottery')),
    CONSTRAINT admission_tier_check CHECK (tier IN ('fan', 'regular', 'honor_crew', 'core')),
    CONSTRAINT admission_hours_check CHECK (regular_hours >= 0 AND crew_hours >= 0 AND core_hours >= 0),
    CONSTRAINT admission_friends_check CHECK (friends >= 0),
    CONSTRAINT admission_guests_check CHECK (guests BETWEEN 0 AND 9)
) STRICT;

CREATE TABLE invitation_code (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES event (id),
    code TEXT NOT NULL,
    by_id BLOB NOT NULL REFERENCES member (id),
    -- Whose seat gives them the right to pass it on; none where an organiser made it.
    signup_id BLOB UNIQUE REFERENCES signup (id),
    note TEXT NOT NULL,
    most INTEGER NOT NULL,
    used INTEGER NOT NULL,
    expires_at INTEGER,
    ended_at INTEGER,
    made_at INTEGER NOT NULL,
    UNIQUE (event_id, code),
    CONSTRAINT invitation_code_used_check CHECK (used BETWEEN 0 AND most)
) STRICT;
CREATE INDEX invitation_code_by_id_idx ON invitation_code (by_id);

-- Who came by which code: who invited whom.
CREATE TABLE invitation_use (
    signup_id BLOB PRIMARY KEY REFERENCES signup (id),
    code_id BLOB NOT NULL REFERENCES invitation_code (id),
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX invitation_use_code_id_idx ON invitation_use (code_id);

-- Whom somebody brings along.
CREATE TABLE signup_guest (
    signup_id BLOB NOT NULL REFERENCES signup (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (signup_id, position)
) STRICT;

-- `turn` is the order in which people came to where they stand: the line's order, also where it is not that of the sign-ups.
-- `heads` is how many seats they need, themselves counted.
ALTER TABLE signup ADD COLUMN turn INTEGER NOT NULL DEFAULT 0;
ALTER TABLE signup ADD COLUMN heads INTEGER NOT NULL DEFAULT 1 CONSTRAINT signup_heads_check CHECK (heads BETWEEN 1 AND 10);
UPDATE signup SET turn = position;
DROP INDEX signup_line_idx;
CREATE INDEX signup_line_idx ON signup (places_id, state, turn);

-- `needed`: how many seats have to be free until the first in line is served. Nobody waits while there are that many.
-- `draws_at`: when the lottery is drawn, while it is not.
CREATE TABLE places_new (
    id BLOB PRIMARY KEY,
    event_id BLOB UNIQUE REFERENCES event (id),
    shift_id BLOB UNIQUE REFERENCES shift (id),
    capacity INTEGER NOT NULL,
    ceiling INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    offered INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    needed INTEGER NOT NULL,
    first_come INTEGER NOT NULL,
    offer_s INTEGER NOT NULL,
    cutoff_at INTEGER NOT NULL,
    tail INTEGER NOT NULL,
    log_entries INTEGER NOT NULL,
    log_head BLOB NOT NULL,
    on_hold INTEGER NOT NULL DEFAULT 0,
    draws_at INTEGER,
    CONSTRAINT places_owner_check CHECK ((event_id IS NULL) <> (shift_id IS NULL)),
    CONSTRAINT places_ceiling_check CHECK (ceiling >= capacity),
    CONSTRAINT places_taken_check CHECK (taken BETWEEN 0 AND ceiling),
    CONSTRAINT places_offered_check CHECK (offered BETWEEN 0 AND taken),
    CONSTRAINT places_waiting_check CHECK (waiting >= 0 AND (waiting = 0 OR taken + needed > capacity OR first_come)),
    CONSTRAINT places_offer_check CHECK (offer_s > 0)
) STRICT;
INSERT INTO places_new (id, event_id, shift_id, capacity, ceiling, taken, offered, waiting, needed, first_come, offer_s, cutoff_at, tail,
                        log_entries, log_head, on_hold)
SELECT id, event_id, shift_id, capacity, ceiling, taken, offered, waiting, CASE WHEN waiting > 0 THEN 1 ELSE 0 END, first_come, offer_s,
    cutoff_at, tail, log_entries, log_head, on_hold
FROM places;
DROP TABLE places;
ALTER TABLE places_new RENAME TO places;
CREATE TRIGGER places_ceiling_guard BEFORE UPDATE ON places WHEN NEW.ceiling > OLD.ceiling AND NEW.ceiling > NEW.capacity
BEGIN SELECT RAISE(ABORT, 'the ceiling of places rises to their capacity and no further'); END;

CREATE TABLE signup_change_new (
    id BLOB PRIMARY KEY,
    signup_id BLOB NOT NULL REFERENCES signup (id),
    state TEXT NOT NULL,
    cause TEXT NOT NULL,
    by_id BLOB REFERENCES member (id),
    at INTEGER NOT NULL,
    CONSTRAINT signup_change_cause_check CHECK (cause IN ('signed_up', 'gave_up', 'moved_up', 'more_places', 'removed', 'event_cancelled', 'offered', 'accepted', 'declined', 'expired', 'took', 'placed', 'approved', 'refused', 'drawn'))
) STRICT;
INSERT INTO signup_change_new (id, signup_id, state, cause, by_id, at) SELECT id, signup_id, state, cause, by_id, at FROM signup_change;
DROP TABLE signup_change;
ALTER TABLE signup_change_new RENAME TO signup_change;
CREATE INDEX signup_change_signup_id_idx ON signup_change (signup_id);
CREATE TRIGGER signup_change_no_update BEFORE UPDATE ON signup_change BEGIN SELECT RAISE(ABORT, 'a row of signup_change is never changed'); END;
CREATE TRIGGER signup_change_no_delete BEFORE DELETE ON signup_change BEGIN SELECT RAISE(ABORT, 'a row of signup_change is never changed'); END;

CREATE TABLE queue_entry_new (
    places_id BLOB NOT NULL REFERENCES places (id),
    seq INTEGER NOT NULL,
    step TEXT NOT NULL,
    signup_number INTEGER,
    value INTEGER,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (places_id, seq),
    CONSTRAINT queue_entry_step_check CHECK (step IN ('seats', 'seat', 'line', 'offered', 'accepted', 'declined', 'expired', 'left', 'removed', 'placed', 'first_come', 'in_turn', 'took', 'closed', 'asked', 'approved', 'refused', 'lottery', 'entered', 'drawn')),
    CONSTRAINT queue_entry_seq_check CHECK (seq > 0)
) STRICT;
INSERT INTO queue_entry_new (places_id, seq, step, signup_number, value, hash, at) SELECT places_id, seq, step, signup_number, value, hash, at FROM queue_entry;
DROP TABLE queue_entry;
ALTER TABLE queue_entry_new RENAME TO queue_entry;
CREATE INDEX queue_entry_places_id_signup_number_idx ON queue_entry (places_id, signup_number);
CREATE TRIGGER queue_entry_no_update BEFORE UPDATE ON queue_entry BEGIN SELECT RAISE(ABORT, 'a row of queue_entry is never changed'); END;
CREATE TRIGGER queue_entry_no_delete BEFORE DELETE ON queue_entry BEGIN SELECT RAISE(ABORT, 'a row of queue_entry is never changed'); END;
