-- The waiting list in full: seats are offered in turn, capacity may fall below what is taken, and everyone can read the log.

-- `taken` counts confirmed sign-ups and live offers. `ceiling` is what it may not pass: the capacity, or what was taken when the
-- capacity fell below that; then it falls with each who leaves, and never rises above the capacity again.
ALTER TABLE places
    ADD COLUMN ceiling BIGINT,
    ADD COLUMN offered BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN first_come BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN offer_s BIGINT NOT NULL DEFAULT 86400,
    ADD COLUMN cutoff_at BIGINT,
    ADD COLUMN log_entries BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN log_head BYTEA NOT NULL DEFAULT decode(repeat('00', 32), 'hex');
UPDATE places SET ceiling = capacity, cutoff_at = (SELECT e.starts_at - 21600000 FROM event e WHERE e.id = places.event_id);
ALTER TABLE places
    ALTER COLUMN ceiling SET NOT NULL,
    ALTER COLUMN cutoff_at SET NOT NULL,
    ALTER COLUMN offered DROP DEFAULT,
    ALTER COLUMN first_come DROP DEFAULT,
    ALTER COLUMN offer_s DROP DEFAULT,
    ALTER COLUMN log_entries DROP DEFAULT,
    ALTER COLUMN log_head DROP DEFAULT,
    DROP CONSTRAINT places_taken_check,
    DROP CONSTRAINT places_waiting_check,
    ADD CONSTRAINT places_ceiling_check CHECK (ceiling >= capacity),
    ADD CONSTRAINT places_taken_check CHECK (taken BETWEEN 0 AND ceiling),
    ADD CONSTRAINT places_offered_check CHECK (offered BETWEEN 0 AND taken),
    ADD CONSTRAINT places_waiting_check CHECK (waiting >= 0 AND (waiting = 0 OR taken >= capacity OR first_come)),
    ADD CONSTRAINT places_offer_check CHECK (offer_s > 0);
CREATE FUNCTION refuse_ceiling() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ceiling of places rises to their capacity and no further'; END $$;
CREATE TRIGGER places_ceiling_guard BEFORE UPDATE ON places FOR EACH ROW
WHEN (NEW.ceiling > OLD.ceiling AND NEW.ceiling > NEW.capacity) EXECUTE FUNCTION refuse_ceiling();

-- Until when the seat is held; and the organiser's words who gave or took it by hand.
ALTER TABLE signup
    ADD COLUMN offered_until BIGINT,
    ADD CONSTRAINT signup_offered_until_check CHECK ((offered_until IS NOT NULL) = (state = 'offered')),
    ADD COLUMN reason TEXT;

ALTER TABLE signup_change
    DROP CONSTRAINT signup_change_cause_check,
    ADD CONSTRAINT signup_change_cause_check CHECK (cause IN ('signed_up', 'gave_up', 'moved_up', 'more_places', 'removed', 'event_cancelled', 'offered', 'accepted', 'declined', 'expired', 'took', 'placed'));

-- The public log of the line: whose step it was is told by the number of their sign-up alone, and each entry holds the hash of
-- the one before. See domain::signups::queue.
CREATE TABLE queue_entry (
    places_id UUID NOT NULL REFERENCES places (id),
    seq BIGINT NOT NULL,
    step TEXT NOT NULL,
    signup_number BIGINT,
    value BIGINT,
    hash BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (places_id, seq),
    CONSTRAINT queue_entry_step_check CHECK (step IN ('seats', 'seat', 'line', 'offered', 'accepted', 'declined', 'expired', 'left', 'removed', 'placed', 'first_come', 'in_turn', 'took', 'closed')),
    CONSTRAINT queue_entry_seq_check CHECK (seq > 0)
);
CREATE INDEX queue_entry_places_id_signup_number_idx ON queue_entry (places_id, signup_number);
CREATE TRIGGER queue_entry_no_change BEFORE UPDATE OR DELETE ON queue_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
