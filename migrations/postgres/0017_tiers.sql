-- Standing: tiers by open rules, seats of the honor crew, seasons, leaderboards, and what of a member's page is for everybody.

-- What the house decided about standing: one row. It is locked by whoever fills a seat, changes seasons or counts anew.
CREATE TABLE standing_house (
    id BIGINT PRIMARY KEY,
    -- Where the edges of seasons and of the window of attendance lie.
    zone TEXT NOT NULL,
    regular_events BIGINT NOT NULL,
    regular_months BIGINT NOT NULL,
    grace_days BIGINT NOT NULL,
    crew_months BIGINT NOT NULL,
    crew_seats BIGINT NOT NULL,
    crew_taken BIGINT NOT NULL,
    -- NULL: what is derived was never counted.
    counted_at BIGINT,
    CONSTRAINT standing_house_one_check CHECK (id = 1),
    CONSTRAINT standing_house_regular_check CHECK (regular_events BETWEEN 1 AND 50 AND regular_months BETWEEN 1 AND 36),
    CONSTRAINT standing_house_grace_check CHECK (grace_days BETWEEN 0 AND 180),
    CONSTRAINT standing_house_term_check CHECK (crew_months BETWEEN 1 AND 60),
    CONSTRAINT standing_house_crew_check CHECK (crew_taken BETWEEN 0 AND crew_seats)
);
INSERT INTO standing_house (id, zone, regular_events, regular_months, grace_days, crew_months, crew_seats, crew_taken)
VALUES (1, 'UTC', 3, 6, 30, 12, 20, 0);

-- Derived from attendance: until when the rule for Regulars held at last. And two things that are decided or done.
CREATE TABLE member_standing (
    member_id UUID PRIMARY KEY REFERENCES member (id),
    regular_until BIGINT,
    -- A stricter rule takes nothing away at once: what was held then is held until here at least.
    kept_until BIGINT,
    -- For which end they were told that it is near.
    told_until BIGINT
);
CREATE INDEX member_standing_regular_until_idx ON member_standing (regular_until);
CREATE INDEX member_standing_kept_until_idx ON member_standing (kept_until);

-- Who asked for a seat in the honor crew, or was proposed for one, and what was decided with which reason.
CREATE TABLE crew_application (
    id UUID PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES member (id),
    -- NULL: they asked themselves.
    proposed_by_id UUID REFERENCES member (id),
    words TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    decided_by_id UUID REFERENCES member (id),
    made_at BIGINT NOT NULL,
    decided_at BIGINT,
    CONSTRAINT crew_application_state_check CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
    CONSTRAINT crew_application_reason_check CHECK ((state IN ('accepted', 'declined')) = (reason IS NOT NULL)),
    CONSTRAINT crew_application_decided_check CHECK ((state IN ('accepted', 'declined')) = (decided_by_id IS NOT NULL)),
    -- Nobody decides about themselves, nor about whom they proposed.
    CONSTRAINT crew_application_other_check CHECK (decided_by_id <> member_id),
    CONSTRAINT crew_application_proposer_check CHECK (decided_by_id <> proposed_by_id AND proposed_by_id <> member_id)
);
CREATE UNIQUE INDEX crew_application_member_id_key ON crew_application (member_id) WHERE state = 'open';
CREATE INDEX crew_application_state_idx ON crew_application (state, made_at);
CREATE INDEX crew_application_made_idx ON crew_application (member_id, made_at);

-- Who is or was of the honor crew or the core, from when to when, and with which thanks it ended.
CREATE TABLE tier_term (
    id UUID PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES member (id),
    tier TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    -- NULL for the core, which has no term.
    ends_at BIGINT,
    renewals BIGINT NOT NULL,
    by_id UUID NOT NULL REFERENCES member (id),
    words TEXT NOT NULL,
    ended_at BIGINT,
    -- NULL where it ended by time.
    ended_by_id UUID REFERENCES member (id),
    thanks TEXT,
    CONSTRAINT tier_term_tier_check CHECK (tier IN ('honor_crew', 'core')),
    CONSTRAINT tier_term_ends_check CHECK ((tier = 'honor_crew') = (ends_at IS NOT NULL)),
    CONSTRAINT tier_term_time_check CHECK (ends_at > starts_at)
);
CREATE UNIQUE INDEX tier_term_member_id_tier_key ON tier_term (member_id, tier) WHERE ended_at IS NULL;
CREATE INDEX tier_term_ends_at_idx ON tier_term (ends_at) WHERE ended_at IS NULL;
CREATE INDEX tier_term_member_id_idx ON tier_term (member_id, starts_at);

-- A period of the leaderboard. Days by the house's clocks; the moments follow from them and from its zone.
CREATE TABLE season (
    id UUID PRIMARY KEY,
    name TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    -- The first moment that is not in it.
    ends_at BIGINT NOT NULL,
    CONSTRAINT season_time_check CHECK (starts_at < ends_at)
);
CREATE INDEX season_starts_at_idx ON season (starts_at);

-- The leaderboards, derived from the ledger. Only who is shown has a row: who is not, is on none of them.
-- season_id is that of a season, or nil for the lifetime board, so it refers to nothing.
CREATE TABLE board_place (
    season_id UUID NOT NULL,
    member_id UUID NOT NULL REFERENCES member (id),
    chapter_id UUID REFERENCES chapter (id),
    points BIGINT NOT NULL,
    -- Who got to these points first stands first.
    reached_at BIGINT NOT NULL,
    PRIMARY KEY (season_id, member_id),
    CONSTRAINT board_place_points_check CHECK (points > 0)
);
CREATE INDEX board_place_order_idx ON board_place (season_id, points DESC, reached_at, member_id);
CREATE INDEX board_place_chapter_idx ON board_place (season_id, chapter_id, points DESC, reached_at, member_id);
CREATE INDEX board_place_member_id_idx ON board_place (member_id);

-- How many have exactly so many points, so that a rank is a sum over few rows; chapter nil stands for everybody.
CREATE TABLE board_step (
    season_id UUID NOT NULL,
    chapter_id UUID NOT NULL,
    points BIGINT NOT NULL,
    members BIGINT NOT NULL,
    PRIMARY KEY (season_id, chapter_id, points)
);
CREATE INDEX board_step_sum_idx ON board_step (season_id, chapter_id, points, members);

-- Changes of the steps that are not in them yet. Rows are only added while honor is, so that two doors never wait for the same
-- step; a worker folds them in.
CREATE TABLE board_move (
    id UUID PRIMARY KEY,
    season_id UUID NOT NULL,
    chapter_id UUID,
    points BIGINT NOT NULL,
    change BIGINT NOT NULL,
    CONSTRAINT board_move_change_check CHECK (change IN (-1, 1))
);
CREATE INDEX board_move_sum_idx ON board_move (season_id, points, chapter_id, change);

-- What of a published page everybody sees. Without a row: ring, badges, statement and leaderboards, as it was before there was a choice.
CREATE TABLE profile_choice (
    member_id UUID PRIMARY KEY REFERENCES member (id),
    ring BOOLEAN NOT NULL,
    badges BOOLEAN NOT NULL,
    statement BOOLEAN NOT NULL,
    timeline BOOLEAN NOT NULL,
    events BOOLEAN NOT NULL,
    boards BOOLEAN NOT NULL,
    changed_at BIGINT NOT NULL
);

-- The order in which a member hangs their badges; those without a row are newer and hang before the others.
CREATE TABLE wall_place (
    grant_id UUID PRIMARY KEY REFERENCES badge_grant (id),
    member_id UUID NOT NULL REFERENCES member (id),
    position BIGINT NOT NULL
);
CREATE INDEX wall_place_member_id_idx ON wall_place (member_id, position);
