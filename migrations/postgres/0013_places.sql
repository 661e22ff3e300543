-- Who gets a place: windows by tier, approval, lottery, invitation codes, groups.

-- What organisers decide; without a row everybody may, first come, first served.
CREATE TABLE admission (
    event_id UUID PRIMARY KEY REFERENCES event (id),
    mode TEXT NOT NULL,
    tier TEXT NOT NULL,
    invited_only BOOLEAN NOT NULL,
    regular_hours BIGINT NOT NULL,
    crew_hours BIGINT NOT NULL,
    core_hours BIGINT NOT NULL,
    friends BIGINT NOT NULL,
    guests BIGINT NOT NULL,
    -- The lottery: secret until it is drawn; its SHA-256 is public from the day the event is.
    seed BYTEA,
    drawn_at BIGINT,
    CONSTRAINT admission_mode_check CHECK (mode IN ('first_come', 'approval', 'lottery')),
    CONSTRAINT admission_tier_check CHECK (tier IN ('fan', 'regular', 'honor_crew', 'core')),
    CONSTRAINT admission_hours_check CHECK (regular_hours >= 0 AND crew_hours >= 0 AND core_hours >= 0),
    CONSTRAINT admission_friends_check CHECK (friends >= 0),
    CONSTRAINT admission_guests_check CHECK (guests BETWEEN 0 AND 9)
);

CREATE TABLE invitation_code (
    id UUID PRIMARY KEY,
    event_id UUID NOT NULL REFERENCES event (id),
    code TEXT NOT NULL,
    by_id UUID NOT NULL REFERENCES member (id),
    -- Whose seat gives them the right to pass it on; none where an organiser made it.
    signup_id UUID UNIQUE REFERENCES signup (id),
    note TEXT NOT NULL,
    most BIGINT NOT NULL,
    used BIGINT NOT NULL,
    expires_at BIGINT,
    ended_at BIGINT,
    made_at BIGINT NOT NULL,
    UNIQUE (event_id, code),
    CONSTRAINT invitation_code_used_check CHECK (used BETWEEN 0 AND most)
);
CREATE INDEX invitation_code_by_id_idx ON invitation_code (by_id);

-- Who came by which code: who invited whom.
CREATE TABLE invitation_use (
    signup_id UUID PRIMARY KEY REFERENCES signup (id),
    code_id UUID NOT NULL REFERENCES invitation_code (id),
    at BIGINT NOT NULL
);
CREATE INDEX invitation_use_code_id_idx ON invitation_use (code_id);

-- Whom somebody brings along.
CREATE TABLE signup_guest (
    signup_id UUID NOT NULL REFERENCES signup (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (signup_id, position)
);

-- `turn` is the order in which people came to where they stand: the line's order, also where it is not that of the sign-ups.
-- `heads` is how many seats they need, themselves counted.
ALTER TABLE signup
    ADD COLUMN turn BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN heads BIGINT NOT NULL DEFAULT 1,
    ADD CONSTRAINT signup_heads_check CHECK (heads BETWEEN 1 AND 10);
UPDATE signup SET turn = position;
DROP INDEX signup_line_idx;
CREATE INDEX signup_line_idx ON signup (places_id, state, turn);

-- `needed`: how many seats have to be free until the first in line is served. Nobody waits while there are that many.
-- `draws_at`: when the lottery is drawn, while it is not.
ALTER TABLE places
    ADD COLUMN needed BIGINT,
    ADD COLUMN draws_at BIGINT;
UPDATE places SET needed = CASE WHEN waiting > 0 THEN 1 ELSE 0 END;
ALTER TABLE places
    ALTER COLUMN needed SET NOT NULL,
    DROP CONSTRAINT places_waiting_check,
    ADD CONSTRAINT places_waiting_check CHECK (waiting >= 0 AND (waiting = 0 OR taken + needed > capacity OR first_come));

ALTER TABLE signup_change
    DROP CONSTRAINT signup_change_cause_check,
    ADD CONSTRAINT signup_change_cause_check CHECK (cause IN ('signed_up', 'gave_up', 'moved_up', 'more_places', 'removed', 'event_cancelled', 'offered', 'accepted', 'declined', 'expired', 'took', 'placed', 'approved', 'refused', 'drawn'));

ALTER TABLE queue_entry
    DROP CONSTRAINT queue_entry_step_check,
    ADD CONSTRAINT queue_entry_step_check CHECK (step IN ('seats', 'seat', 'line', 'offered', 'accepted', 'declined', 'expired', 'left', 'removed', 'placed', 'first_come', 'in_turn', 'took', 'closed', 'asked', 'approved', 'refused', 'lottery', 'entered', 'drawn'));
