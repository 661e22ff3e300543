-- The waiting list in full: seats are offered in turn, capacity may fall below what is taken, and everyone can read the log.

-- `taken` counts confirmed sign-ups and live offers. `ceiling` is what it may not pass: the capacity, or what was taken when the
-- capacity fell below that; then it falls with each who leaves, and never rises above the capacity again.
CREATE TABLE places_new (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL UNIQUE REFERENCES event (id),
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
    CONSTRAINT places_ceiling_check CHECK (ceiling >= capacity),
    CONSTRAINT places_taken_check CHECK (taken BETWEEN 0 AND ceiling),
    CONSTRAINT places_offered_check CHECK (offered BETWEEN 0 AND taken),
    CONSTRAINT places_waiting_check CHECK (waiting >= 0 AND (waiting = 0 OR taken >= capacity OR first_come)),
    CONSTRAINT places_offer_check CHECK (offer_s > 0)
) STRICT;
INSERT INTO places_new (id, event_id, capacity, ceiling, taken, offered, waiting, first_come, offer_s, cutoff_at, tail, log_entries, log_head)
SELECT p.id, p.event_id, p.capacity, p.capacity, p.taken, 0, p.waiting, 0, 86400, e.starts_at - 21600000, p.tail, 0, zeroblob(32)
FROM places p JOIN event e ON e.id = p.event_id;
DROP TABLE places;
ALTER TABLE places_new RENAME TO places;
CREATE TRIGGER places_ceiling_guard BEFORE UPDATE ON places WHEN NEW.ceiling > OLD.ceiling AND NEW.ceiling > NEW.capacity
BEGIN SELECT RAISE(ABORT, 'the ceiling of places rises to their capacity and no further'); END;

-- Until when the seat is held; and the organiser's words who gave or took it by hand.
ALTER TABLE signup ADD COLUMN offered_until INTEGER CONSTRAINT signup_offered_until_check CHECK ((offered_until IS NOT NULL) = (state = 'offered'));
ALTER TABLE signup ADD COLUMN reason TEXT;

CREATE TABLE signup_change_new (
    id BLOB PRIMARY KEY,
    signup_id BLOB NOT NULL REFERENCES signup (id),
    state TEXT NOT NULL,
    cause TEXT NOT NULL,
    by_id BLOB REFERENCES member (id),
    at INTEGER NOT NULL,
    CONSTRAINT signup_change_cause_check CHECK (cause IN ('signed_up', 'gave_up', 'moved_up', 'more_places', 'removed', 'event_cancelled', 'offered', 'accepted', 'declined', 'expired', 'took', 'placed'))
) STRICT;
INSERT INTO signup_change_new (id, signup_id, state, cause, by_id, at) SELECT id, signup_id, state, cause, by_id, at FROM signup_change;
DROP TABLE signup_change;
ALTER TABLE signup_change_new RENAME TO signup_change;
CREATE INDEX signup_change_signup_id_idx ON signup_change (signup_id);
CREATE TRIGGER signup_change_no_update BEFORE UPDATE ON signup_change BEGIN SELECT RAISE(ABORT, 'a row of signup_change is never changed'); END;
CREATE TRIGGER signup_change_no_delete BEFORE DELETE ON signup_change BEGIN SELECT RAISE(ABORT, 'a row of signup_change is never changed'); END;

-- The public log of the line: whose step it was is told by the number of their sign-up alone, and each entry holds the hash of
-- the one before. See domain::signups::queue.
CREATE TABLE queue_entry (
    places_id BLOB NOT NULL REFERENCES places (id),
    seq INTEGER NOT NULL,
    step TEXT NOT NULL,
    signup_number INTEGER,
    value INTEGER,
    hash BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (places_id, seq),
    CONSTRAINT queue_entry_step_check CHECK (step IN ('seats', 'seat', 'line', 'offered', 'accepted', 'declined', 'expired', 'left', 'removed', 'placed', 'first_come', 'in_turn', 'took', 'closed')),
    CONSTRAINT queue_entry_seq_check CHECK (seq > 0)
) STRICT;
CREATE INDEX queue_entry_places_id_signup_number_idx ON queue_entry (places_id, signup_number);
CREATE TRIGGER queue_entry_no_update BEFORE UPDATE ON queue_entry BEGIN SELECT RAISE(ABORT, 'a row of queue_entry is never changed'); END;
CREATE TRIGGER queue_entry_no_delete BEFORE DELETE ON queue_entry BEGIN SELECT RAISE(ABORT, 'a row of queue_entry is never changed'); END;
