-- Open days: roles, and shifts with places of their own; who worked which.

CREATE TABLE shift_role (
    id UUID PRIMARY KEY,
    event_id UUID NOT NULL REFERENCES event (id),
    position BIGINT NOT NULL,
    name TEXT NOT NULL,
    story TEXT NOT NULL,
    min_tier TEXT NOT NULL,
    adults_only BOOLEAN NOT NULL,
    -- Empty: there is none to read.
    briefing TEXT NOT NULL,
    -- Rises with each change: whoever has read an older one reads it anew.
    briefing_version BIGINT NOT NULL,
    removed_at BIGINT,
    CONSTRAINT shift_role_min_tier_check CHECK (min_tier IN ('fan', 'regular', 'honor_crew', 'core'))
);
CREATE INDEX shift_role_event_id_idx ON shift_role (event_id);

CREATE TABLE shift (
    id UUID PRIMARY KEY,
    event_id UUID NOT NULL REFERENCES event (id),
    role_id UUID NOT NULL REFERENCES shift_role (id),
    -- Wall times, kept beside the moments: a moved open day takes its shifts along by the clocks of the place.
    starts_local TEXT NOT NULL,
    ends_local TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    lead_id UUID REFERENCES member (id),
    removed_at BIGINT,
    CONSTRAINT shift_time_check CHECK (starts_at < ends_at)
);
CREATE INDEX shift_event_id_idx ON shift (event_id);
CREATE INDEX shift_role_id_idx ON shift (role_id);
CREATE INDEX shift_ends_at_idx ON shift (ends_at);

-- Places are those of an event or of one of its shifts: one machine counts both.
ALTER TABLE places
    ALTER COLUMN event_id DROP NOT NULL,
    ADD COLUMN shift_id UUID UNIQUE REFERENCES shift (id),
    ADD CONSTRAINT places_owner_check CHECK ((event_id IS NULL) <> (shift_id IS NULL));

-- Who helps in two shifts comes in twice.
ALTER TABLE check_in ADD COLUMN places_id UUID REFERENCES places (id);
UPDATE check_in SET places_id = (SELECT s.places_id FROM signup s WHERE s.id = check_in.signup_id);
ALTER TABLE check_in
    ALTER COLUMN places_id SET NOT NULL,
    DROP CONSTRAINT check_in_event_id_member_id_key,
    ADD UNIQUE (places_id, member_id);
CREATE INDEX check_in_event_id_member_id_idx ON check_in (event_id, member_id);

-- What became of a shift that somebody had: settled at the door or by the lead's word. What is credited stays.
CREATE TABLE shift_work (
    signup_id UUID PRIMARY KEY REFERENCES signup (id),
    outcome TEXT NOT NULL,
    said TEXT NOT NULL,
    honor BIGINT NOT NULL,
    by_id UUID NOT NULL REFERENCES member (id),
    at BIGINT NOT NULL,
    CONSTRAINT shift_work_outcome_check CHECK (outcome IN ('worked', 'missed')),
    CONSTRAINT shift_work_said_check CHECK (said IN ('door', 'lead')),
    CONSTRAINT shift_work_honor_check CHECK (honor >= 0 AND (honor = 0 OR outcome = 'worked'))
);
CREATE FUNCTION refuse_unworking() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a shift that was worked stays worked'; END $$;
CREATE TRIGGER shift_work_guard BEFORE UPDATE ON shift_work FOR EACH ROW
WHEN (OLD.outcome = 'worked') EXECUTE FUNCTION refuse_unworking();

-- Which briefing a member has read, in which version.
CREATE TABLE briefing_reading (
    role_id UUID NOT NULL REFERENCES shift_role (id),
    member_id UUID NOT NULL REFERENCES member (id),
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (role_id, member_id)
);
CREATE INDEX briefing_reading_member_id_idx ON briefing_reading (member_id);

-- When they said that they are of age; asked where a role needs it.
ALTER TABLE member ADD COLUMN adult_confirmed_at BIGINT;

-- Honor for work: points are those of an hour.
ALTER TABLE honor_entry
    DROP CONSTRAINT honor_entry_cause_check,
    ADD CONSTRAINT honor_entry_cause_check CHECK (cause IN ('attended', 'thanked', 'corrected', 'worked'));
INSERT INTO honor_rule (name, points, active) VALUES ('worked', 12, TRUE);
