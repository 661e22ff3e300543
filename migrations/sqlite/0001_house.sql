-- The house, area by area. The same tables stand in ../postgres under the same number, with PostgreSQL's types.
-- Times are Unix milliseconds. UNIQUE is unnamed (both engines then give the same name), every CHECK has a name.

-- members -------------------------------------------------------------------------------------------------------------

CREATE TABLE picture (
    id BLOB PRIMARY KEY,
    media_type TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    added_at INTEGER NOT NULL,
    CONSTRAINT picture_size_check CHECK (width > 0 AND height > 0)
) STRICT;

CREATE TABLE chapter (
    id BLOB PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    city TEXT NOT NULL,
    zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    story TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT chapter_locale_check CHECK (locale IN ('en', 'zh-CN'))
) STRICT;

CREATE TABLE member (
    id BLOB PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    email_confirmed_at INTEGER,
    password_hash TEXT NOT NULL,
    handle TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    bio TEXT NOT NULL,
    locale TEXT NOT NULL,
    zone TEXT NOT NULL,
    face TEXT NOT NULL,
    home_chapter_id BLOB REFERENCES chapter (id),
    is_admin INTEGER NOT NULL,
    published_at INTEGER,
    created_at INTEGER NOT NULL,
    CONSTRAINT member_locale_check CHECK (locale IN ('en', 'zh-CN'))
) STRICT;

CREATE TABLE session (
    token_hash BLOB PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    member_id BLOB NOT NULL REFERENCES member (id),
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX session_member_id_idx ON session (member_id);

-- One live code for a member and a purpose; a new one takes the place of the old.
CREATE TABLE one_time_code (
    member_id BLOB NOT NULL REFERENCES member (id),
    purpose TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    tries INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (member_id, purpose),
    CONSTRAINT one_time_code_purpose_check CHECK (purpose IN ('confirm_email', 'reset_password')),
    CONSTRAINT one_time_code_tries_check CHECK (tries BETWEEN 0 AND 5)
) STRICT;

CREATE TABLE chapter_organiser (
    chapter_id BLOB NOT NULL REFERENCES chapter (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    PRIMARY KEY (chapter_id, member_id)
) STRICT;
CREATE INDEX chapter_organiser_member_id_idx ON chapter_organiser (member_id);

-- events --------------------------------------------------------------------------------------------------------------

CREATE TABLE event (
    id BLOB PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    chapter_id BLOB NOT NULL REFERENCES chapter (id),
    host_id BLOB NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    story TEXT NOT NULL,
    story_html TEXT NOT NULL,
    locale TEXT NOT NULL,
    cover_id BLOB REFERENCES picture (id),
    art TEXT NOT NULL,
    zone TEXT NOT NULL,
    starts_local TEXT NOT NULL,
    ends_local TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    opens_at INTEGER,
    closes_at INTEGER,
    venue TEXT NOT NULL,
    address TEXT NOT NULL,
    honor INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    published_at INTEGER,
    cancelled_at INTEGER,
    cancel_reason TEXT,
    CONSTRAINT event_kind_check CHECK (kind IN ('meetup', 'open_day', 'award', 'cover_call')),
    CONSTRAINT event_state_check CHECK (state IN ('draft', 'published', 'cancelled')),
    CONSTRAINT event_locale_check CHECK (locale IN ('en', 'zh-CN')),
    CONSTRAINT event_time_check CHECK (starts_at < ends_at),
    CONSTRAINT event_honor_check CHECK (honor BETWEEN 0 AND 200)
) STRICT;
CREATE INDEX event_state_starts_at_idx ON event (state, starts_at);
CREATE INDEX event_chapter_id_starts_at_idx ON event (chapter_id, starts_at);

-- Addresses an event has or had: each is its own for good, and those it had redirect to the one it has now.
CREATE TABLE event_old_slug (
    slug TEXT PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES event (id)
) STRICT;

CREATE TABLE event_staff (
    event_id BLOB NOT NULL REFERENCES event (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    PRIMARY KEY (event_id, member_id)
) STRICT;
CREATE INDEX event_staff_member_id_idx ON event_staff (member_id);

CREATE TABLE event_question (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES event (id),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    required INTEGER NOT NULL,
    choices TEXT NOT NULL,
    retired_at INTEGER,
    CONSTRAINT event_question_kind_check CHECK (kind IN ('text', 'choice', 'yes_no'))
) STRICT;
CREATE INDEX event_question_event_id_idx ON event_question (event_id);

-- signups -------------------------------------------------------------------------------------------------------------

-- The hot row of an event: narrow, locked by every sign-up. The database itself refuses a place too many.
CREATE TABLE places (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL UNIQUE REFERENCES event (id),
    capacity INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    waiting INTEGER NOT NULL,
    tail INTEGER NOT NULL,
    CONSTRAINT places_taken_check CHECK (taken BETWEEN 0 AND capacity),
    CONSTRAINT places_waiting_check CHECK (waiting >= 0 AND (waiting = 0 OR taken = capacity))
) STRICT;

CREATE TABLE signup (
    id BLOB PRIMARY KEY,
    places_id BLOB NOT NULL REFERENCES places (id),
    event_id BLOB NOT NULL REFERENCES event (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    state TEXT NOT NULL,
    position INTEGER NOT NULL,
    code TEXT NOT NULL,
    listed INTEGER NOT NULL,
    request_key TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    UNIQUE (places_id, position),
    UNIQUE (event_id, code),
    UNIQUE (member_id, request_key),
    CONSTRAINT signup_state_check CHECK (state IN ('pending', 'confirmed', 'waiting', 'offered', 'cancelled', 'declined', 'expired', 'removed'))
) STRICT;
-- A member has one live sign-up for an event, however often they tap.
CREATE UNIQUE INDEX signup_places_id_member_id_key ON signup (places_id, member_id) WHERE state IN ('pending', 'confirmed', 'waiting', 'offered');
CREATE INDEX signup_line_idx ON signup (places_id, state, position);
CREATE INDEX signup_member_id_idx ON signup (member_id);

-- Every change of a sign-up, for good.
CREATE TABLE signup_change (
    id BLOB PRIMARY KEY,
    signup_id BLOB NOT NULL REFERENCES signup (id),
    state TEXT NOT NULL,
    cause TEXT NOT NULL,
    by_id BLOB REFERENCES member (id),
    at INTEGER NOT NULL,
    CONSTRAINT signup_change_cause_check CHECK (cause IN ('signed_up', 'gave_up', 'moved_up', 'more_places', 'removed', 'event_cancelled'))
) STRICT;
CREATE INDEX signup_change_signup_id_idx ON signup_change (signup_id);

CREATE TABLE signup_answer (
    signup_id BLOB NOT NULL REFERENCES signup (id),
    question_id BLOB NOT NULL REFERENCES event_question (id),
    answer TEXT NOT NULL,
    PRIMARY KEY (signup_id, question_id)
) STRICT;

-- door ----------------------------------------------------------------------------------------------------------------

CREATE TABLE check_in (
    signup_id BLOB PRIMARY KEY REFERENCES signup (id),
    event_id BLOB NOT NULL REFERENCES event (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    by_id BLOB REFERENCES member (id),
    at INTEGER NOT NULL,
    UNIQUE (event_id, member_id)
) STRICT;
CREATE INDEX check_in_member_id_idx ON check_in (member_id);

-- honor ---------------------------------------------------------------------------------------------------------------

-- One row a member: the total and the head of their chain. Locked by each new entry.
CREATE TABLE honor_account (
    member_id BLOB PRIMARY KEY REFERENCES member (id),
    total INTEGER NOT NULL,
    entries INTEGER NOT NULL,
    head BLOB NOT NULL,
    CONSTRAINT honor_account_entries_check CHECK (entries >= 0)
) STRICT;

CREATE TABLE honor_rule (
    name TEXT PRIMARY KEY,
    -- NULL: the event says how much.
    points INTEGER,
    active INTEGER NOT NULL
) STRICT;
INSERT INTO honor_rule (name, points, active) VALUES ('attended', NULL, 1);

CREATE TABLE honor_entry (
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
    CONSTRAINT honor_entry_cause_check CHECK (cause IN ('attended', 'thanked', 'corrected')),
    CONSTRAINT honor_entry_points_check CHECK (points <> 0),
    CONSTRAINT honor_entry_seq_check CHECK (seq > 0)
) STRICT;

-- badges --------------------------------------------------------------------------------------------------------------

CREATE TABLE badge (
    id BLOB PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    art TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    story_en TEXT NOT NULL,
    story_zh TEXT NOT NULL,
    criteria_en TEXT NOT NULL,
    criteria_zh TEXT NOT NULL,
    by_rule INTEGER NOT NULL,
    position INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE badge_grant (
    id BLOB PRIMARY KEY,
    badge_id BLOB NOT NULL REFERENCES badge (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    occasion TEXT NOT NULL,
    event_id BLOB REFERENCES event (id),
    by_id BLOB REFERENCES member (id),
    reason TEXT,
    note TEXT,
    granted_at INTEGER NOT NULL,
    UNIQUE (badge_id, member_id, occasion)
) STRICT;
CREATE INDEX badge_grant_member_id_idx ON badge_grant (member_id);
CREATE INDEX badge_grant_granted_at_idx ON badge_grant (granted_at);

-- operations ----------------------------------------------------------------------------------------------------------

-- Side effects after a commit: written in the same transaction, carried out by workers, kept until they are done or given up.
CREATE TABLE job (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    locked_until INTEGER,
    done_at INTEGER,
    failed_at INTEGER,
    last_error TEXT,
    created_at INTEGER NOT NULL,
    CONSTRAINT job_attempts_check CHECK (attempts >= 0)
) STRICT;
CREATE INDEX job_due_idx ON job (run_at) WHERE done_at IS NULL AND failed_at IS NULL;

CREATE TABLE audit_entry (
    id BLOB PRIMARY KEY,
    actor_id BLOB REFERENCES member (id),
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id BLOB NOT NULL,
    detail TEXT NOT NULL,
    at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_entry_subject_id_idx ON audit_entry (subject_id);

-- What the instance itself remembers: its secrets and whether it was set up.
CREATE TABLE instance (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- What must never be changed -----------------------------------------------------------------------------------------
CREATE TRIGGER honor_entry_no_update BEFORE UPDATE ON honor_entry BEGIN SELECT RAISE(ABORT, 'a row of honor_entry is never changed'); END;
CREATE TRIGGER honor_entry_no_delete BEFORE DELETE ON honor_entry BEGIN SELECT RAISE(ABORT, 'a row of honor_entry is never changed'); END;
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry BEGIN SELECT RAISE(ABORT, 'a row of audit_entry is never changed'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry BEGIN SELECT RAISE(ABORT, 'a row of audit_entry is never changed'); END;
CREATE TRIGGER signup_change_no_update BEFORE UPDATE ON signup_change BEGIN SELECT RAISE(ABORT, 'a row of signup_change is never changed'); END;
CREATE TRIGGER signup_change_no_delete BEFORE DELETE ON signup_change BEGIN SELECT RAISE(ABORT, 'a row of signup_change is never changed'); END;
