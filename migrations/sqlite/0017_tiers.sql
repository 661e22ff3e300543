-- Standing: tiers by open rules, seats of the honor crew, seasons, leaderboards, and what of a member's page is for everybody.

-- What the house decided about standing: one row. It is locked by whoever fills a seat, changes seasons or counts anew.
CREATE TABLE standing_house (
    id INTEGER PRIMARY KEY,
    -- Where the edges of seasons and of the window of attendance lie.
    zone TEXT NOT NULL,
    regular_events INTEGER NOT NULL,
    regular_months INTEGER NOT NULL,
    grace_days INTEGER NOT NULL,
    crew_months INTEGER NOT NULL,
    crew_seats INTEGER NOT NULL,
    crew_taken INTEGER NOT NULL,
    -- NULL: what is derived was never counted.
    counted_at INTEGER,
    CONSTRAINT standing_house_one_check CHECK (id = 1),
    CONSTRAINT standing_house_regular_check CHECK (regular_events BETWEEN 1 AND 50 AND regular_months BETWEEN 1 AND 36),
    CONSTRAINT standing_house_grace_check CHECK (grace_days BETWEEN 0 AND 180),
    CONSTRAINT standing_house_term_check CHECK (crew_months BETWEEN 1 AND 60),
    CONSTRAINT standing_house_crew_check CHECK (crew_taken BETWEEN 0 AND crew_seats)
) STRICT;
INSERT INTO standing_house (id, zone, regular_events, regular_months, grace_days, crew_months, crew_seats, crew_taken)
VALUES (1, 'UTC', 3, 6, 30, 12, 20, 0);

-- Derived from attendance: until when the rule for Regulars held at last. And two things that are decided or done.
CREATE TABLE member_standing (
    member_id BLOB PRIMARY KEY REFERENCES member (id),
    regular_until INTEGER,
    -- A stricter rule takes nothing away at once: what was held then is held until here at least.
    kept_until INTEGER,
    -- For which end they were told that it is near.
    told_until INTEGER
) STRICT;
CREATE INDEX member_standing_regular_until_idx ON member_standing (regular_until);
CREATE INDEX member_standing_kept_until_idx ON member_standing (kept_until);

-- Who asked for a seat in the honor crew, or was proposed for one, and what was decided with which reason.
CREATE TABLE crew_application (
    id BLOB PRIMARY KEY,
    member_id BLOB NOT NULL REFERENCES member (id),
    -- NULL: they asked themselves.
    proposed_by_id BLOB REFERENCES member (id),
    words TEXT NOT NULL,
    state TEXT NOT NULL,
    reason TEXT,
    decided_by_id BLOB REFERENCES member (id),
    made_at INTEGER NOT NULL,
    decided_at INTEGER,
    CONSTRAINT crew_application_state_check CHECK (state IN ('open', 'accepted', 'declined', 'withdrawn')),
    CONSTRAINT crew_application_reason_check CHECK ((state IN ('accepted', 'declined')) = (reason IS NOT NULL)),
    CONSTRAINT crew_application_decided_check CHECK ((state IN ('accepted', 'declined')) = (decided_by_id IS NOT NULL)),
    -- Nobody decides about themselves, nor about whom they proposed.
    CONSTRAINT crew_application_other_check CHECK (decided_by_id <> member_id),
    CONSTRAINT crew_application_proposer_check CHECK (decided_by_id <> proposed_by_id AND proposed_by_id <> member_id)
) STRICT;
CREATE UNIQUE INDEX crew_application_member_id_key ON crew_application (member_id) WHERE state = 'open';
CREATE INDEX crew_application_state_idx ON crew_application (state, made_at);
CREATE INDEX crew_application_made_idx ON crew_application (member_id, made_at);

-- Who is or was of the honor crew or the core, from when to when, and with which thanks it ended.
CREATE TABLE tier_term (
    id BLOB PRIMARY KEY,
    member_id BLOB NOT NULL REFERENCES member (id),
    tier TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    -- NULL for the core, which has no term.
    ends_at INTEGER,
    renewals INTEGER NOT NULL,
    by_id BLOB NOT NULL REFERENCES member (id),
    words TEXT NOT NULL,
    ended_at INTEGER,
    -- NULL where it ended by time.
    ended_by_id BLOB REFERENCES member (id),
    thanks TEXT,
    CONSTRAINT tier_term_tier_check CHECK (tier IN ('honor_crew', 'core')),
    CONSTRAINT tier_term_ends_check CHECK ((tier = 'honor_crew') = (ends_at IS NOT NULL)),
    CONSTRAINT tier_term_time_check CHECK (ends_at > starts_at)
) STRICT;
CREATE UNIQUE INDEX tier_term_member_id_tier_key ON tier_term (member_id, tier) WHERE ended_at IS NULL;
CREATE INDEX tier_term_ends_at_idx ON tier_term (ends_at) WHERE ended_at IS NULL;
CREATE INDEX tier_term_member_id_idx ON tier_term (member_id, starts_at);

-- A period of the leaderboard. Days by the house's clocks; the moments follow from them and from its zone.
CREATE TABLE season (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    -- The first moment that is not in it.
    ends_at INTEGER NOT NULL,
    CONSTRAINT season_time_check CHECK (starts_at < ends_at)
) STRICT;
CREATE INDEX season_starts_at_idx ON season (starts_at);

-- The leaderboards, derived from the ledger. Only who is shown has a row: who is not, is on none of them.
-- season_id is that of a season, or nil for the lifetime board, so it refers to nothing.
CREATE TABLE board_place (
    season_id BLOB NOT NULL,
    member_id BLOB NOT NULL REFERENCES member (id),
    chapter_id BLOB REFERENCES chapter (id),
    points INTEGER NOT NULL,
    -- Who got to these points first stands first.
    reached_at INTEGER NOT NULL,
    PRIMARY KEY (season_id, member_id),
    CONSTRAINT board_place_points_check CHECK (points > 0)
) STRICT;
CREATE INDEX board_place_order_idx ON board_place (season_id, points DESC, reached_at, member_id);
CREATE INDEX board_place_chapter_idx ON board_place (season_id, chapter_id, points DESC, reached_at, member_id);
CREATE INDEX board_place_member_id_idx ON board_place (member_id);

-- How many have exactly so many points, so that a rank is a sum over few rows; chapter nil stands for everybody.
CREATE TABLE board_step (
    season_id BLOB NOT NULL,
    chapter_id BLOB NOT NULL,
    points INTEGER NOT NULL,
    members INTEGER NOT NULL,
    PRIMARY KEY (season_id, chapter_id, points)
) STRICT;
CREATE INDEX board_step_sum_idx ON board_step (season_id, chapter_id, points, members);

-- Changes of the steps that are not in them yet. Rows are only added while honor is, so that two doors never wait for the same
-- step; a worker folds them in.
CREATE TABLE board_move (
    id BLOB PRIMARY KEY,
    season_id BLOB NOT NULL,
    chapter_id BLOB,
    points INTEGER NOT NULL,
    change INTEGER NOT NULL,
    CONSTRAINT board_move_change_check CHECK (change IN (-1, 1))
) STRICT;
CREATE INDEX board_move_sum_idx ON board_move (season_id, points, chapter_id, change);

-- What of a published page everybody sees. Without a row: ring, badges, statement and leaderboards, as it was before there was a choice.
CREATE TABLE profile_choice (
    member_id BLOB PRIMARY KEY REFERENCES member (id),
    ring INTEGER NOT NULL,
    badges INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    timeline INTEGER NOT NULL,
    events INTEGER NOT NULL,
    boards INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

-- The order in which a member hangs their badges; those without a row are newer and hang before the others.
CREATE TABLE wall_place (
    grant_id BLOB PRIMARY KEY REFERENCES badge_grant (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    position INTEGER NOT NULL
) STRICT;
CREATE INDEX wall_place_member_id_idx ON wall_place (member_id, position);
