-- The house, area by area. The same tables stand in ../sqlite under the same number, with SQLite's types.
-- Times are Unix milliseconds. UNIQUE is unnamed (both engines then give the same name), every CHECK has a name.

-- members -------------------------------------------------------------------------------------------------------------

CREATE TABLE picture (
    id UUID PRIMARY KEY,
    media_type TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    bytes BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    CONSTRAINT picture_size_check CHECK (width > 0 AND height > 0)
);

CREATE TABLE chapter (
    id UUID PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    city TEXT NOT NULL,
    zone TEXT NOT NULL,
    locale TEXT NOT NULL,
    story TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    CONSTRAINT chapter_locale_check CHECK (locale IN ('en', 'zh-CN'))
);

CREATE TABLE member (
    id UUID PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    email_confirmed_at BIGINT,
    password_hash TEXT NOT NULL,
    handle TEXT NOT NULL UNIQUE,
    display_name TEXT NOT NULL,
    bio TEXT NOT NULL,
    locale TEXT NOT NULL,
    zone TEXT NOT NULL,
    face TEXT NOT NULL,
    home_chapter_id UUID REFERENCES chapter (id),
    is_admin BOOLEAN NOT NULL,
    published_at BIGINT,
    created_at BIGINT NOT NULL,
    CONSTRAINT member_locale_check CHECK (locale IN ('en', 'zh-CN'))
);

CREATE TABLE session (
    token_hash BYTEA PRIMARY KEY,
    id UUID NOT NULL UNIQUE,
    member_id UUID NOT NULL REFERENCES member (id),
    device TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX session_member_id_idx ON session (member_id);

-- One live code for a member and a purpose; a new one takes the place of the old.
CREATE TABLE one_time_code (
    member_id UUID NOT NULL REFERENCES member (id),
    purpose TEXT NOT NULL,
    code_hash BYTEA NOT NULL,
    tries BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, purpose),
    CONSTRAINT one_time_code_purpose_check CHECK (purpose IN ('confirm_email', 'reset_password')),
    CONSTRAINT one_time_code_tries_check CHECK (tries BETWEEN 0 AND 5)
);

CREATE TABLE chapter_organiser (
    chapter_id UUID NOT NULL REFERENCES chapter (id),
    member_id UUID NOT NULL REFERENCES member (id),
    PRIMARY KEY (chapter_id, member_id)
);
CREATE INDEX chapter_organiser_member_id_idx ON chapter_organiser (member_id);

-- events --------------------------------------------------------------------------------------------------------------

CREATE TABLE event (
    id UUID PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    chapter_id UUID NOT NULL REFERENCES chapter (id),
    host_id UUID NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    story TEXT NOT NULL,
    story_html TEXT NOT NULL,
    locale TEXT NOT NULL,
    cover_id UUID REFERENCES picture (id),
    art TEXT NOT NULL,
    zone TEXT NOT NULL,
    starts_local TEXT NOT NULL,
    ends_local TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    opens_at BIGINT,
    closes_at BIGINT,
    venue TEXT NOT NULL,
    address TEXT NOT NULL,
    honor BIGINT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    published_at BIGINT,
    cancelled_at BIGINT,
    cancel_reason TEXT,
    CONSTRAINT event_kind_check CHECK (kind IN ('meetup', 'open_day', 'award', 'cover_call')),
    CONSTRAINT event_state_check CHECK (state IN ('draft', 'published', 'cancelled')),
    CONSTRAINT event_locale_check CHECK (locale IN ('en', 'zh-CN')),
    CONSTRAINT event_time_check CHECK (starts_at < ends_at),
    CONSTRAINT event_honor_check CHECK (honor BETWEEN 0 AND 200)
);
CREATE INDEX event_state_starts_at_idx ON event (state, starts_at);
CREATE INDEX event_chapter_id_starts_at_idx ON event (chapter_id, starts_at);

-- Addresses an event has or had: each is its own for good, and those it had redirect to the one it has now.
CREATE TABLE event_old_slug (
    slug TEXT PRIMARY KEY,
    event_id UUID NOT NULL REFERENCES event (id)
);

CREATE TABLE event_staff (
    event_id UUID NOT NULL REFERENCES event (id),
    member_id UUID NOT NULL REFERENCES member (id),
    PRIMARY KEY (event_id, member_id)
);
CREATE INDEX event_staff_member_id_idx ON event_staff (member_id);

CREATE TABLE event_question (
    id UUID PRIMARY KEY,
    event_id UUID NOT NULL REFERENCES event (id),
    position BIGINT NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    required BOOLEAN NOT NULL,
    choices TEXT NOT NULL,
    retired_at BIGINT,
    CONSTRAINT event_question_kind_check CHECK (kind IN ('text', 'choice', 'yes_no'))
);
CREATE INDEX event_question_event_id_idx ON event_question (event_id);

-- signups -------------------------------------------------------------------------------------------------------------

-- The hot row of an event: narrow, locked by every sign-up. The database itself refuses a place too many.
CREATE TABLE places (
    id UUID PRIMARY KEY,
    event_id UUID NOT NULL UNIQUE REFERENCES event (id),
    capacity BIGINT NOT NULL,
    taken BIGINT NOT NULL,
    waiting BIGINT NOT NULL,
    tail BIGINT NOT NULL,
    CONSTRAINT places_taken_check CHECK (taken BETWEEN 0 AND capacity),
    CONSTRAINT places_waiting_check CHECK (waiting >= 0 AND (waiting = 0 OR taken = capacity))
);

CREATE TABLE signup (
    id UUID PRIMARY KEY,
    places_id UUID NOT NULL REFERENCES places (id),
    event_id UUID NOT NULL REFERENCES event (id),
    member_id UUID NOT NULL REFERENCES member (id),
    state TEXT NOT NULL,
    position BIGINT NOT NULL,
    code TEXT NOT NULL,
    listed BOOLEAN NOT NULL,
    request_key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    UNIQUE (places_id, position),
    UNIQUE (event_id, code),
    UNIQUE (member_id, request_key),
    CONSTRAINT signup_state_check CHECK (state IN ('pending', 'confirmed', 'waiting', 'offered', 'cancelled', 'declined', 'expired', 'removed'))
);
-- A member has one live sign-up for an event, however often they tap.
CREATE UNIQUE INDEX signup_places_id_member_id_key ON signup (places_id, member_id) WHERE state IN ('pending', 'confirmed', 'waiting', 'offered');
CREATE INDEX signup_line_idx ON signup (places_id, state, position);
CREATE INDEX signup_member_id_idx ON signup (member_id);

-- Every change of a sign-up, for good.
CREATE TABLE signup_change (
    id UUID PRIMARY KEY,
    signup_id UUID NOT NULL REFERENCES signup (id),
    state TEXT NOT NULL,
    cause TEXT NOT NULL,
    by_id UUID REFERENCES member (id),
    at BIGINT NOT NULL,
    CONSTRAINT signup_change_cause_check CHECK (cause IN ('signed_up', 'gave_up', 'moved_up', 'more_places', 'removed', 'event_cancelled'))
);
CREATE INDEX signup_change_signup_id_idx ON signup_change (signup_id);

CREATE TABLE signup_answer (
    signup_id UUID NOT NULL REFERENCES signup (id),
    question_id UUID NOT NULL REFERENCES event_question (id),
    answer TEXT NOT NULL,
    PRIMARY KEY (signup_id, question_id)
);

-- door ----------------------------------------------------------------------------------------------------------------

CREATE TABLE check_in (
    signup_id UUID PRIMARY KEY REFERENCES signup (id),
    event_id UUID NOT NULL REFERENCES event (id),
    member_id UUID NOT NULL REFERENCES member (id),
    by_id UUID REFERENCES member (id),
    at BIGINT NOT NULL,
    UNIQUE (event_id, member_id)
);
CREATE INDEX check_in_member_id_idx ON check_in (member_id);

-- honor ---------------------------------------------------------------------------------------------------------------

-- One row a member: the total and the head of their chain. Locked by each new entry.
CREATE TABLE honor_account (
    member_id UUID PRIMARY KEY REFERENCES member (id),
    total BIGINT NOT NULL,
    entries BIGINT NOT NULL,
    head BYTEA NOT NULL,
    CONSTRAINT honor_account_entries_check CHECK (entries >= 0)
);

CREATE TABLE honor_rule (
    name TEXT PRIMARY KEY,
    -- NULL: the event says how much.
    points BIGINT,
    active BOOLEAN NOT NULL
);
INSERT INTO honor_rule (name, points, active) VALUES ('attended', NULL, TRUE);

CREATE TABLE honor_entry (
    id UUID PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES member (id),
    seq BIGINT NOT NULL,
    points BIGINT NOT NULL,
    total BIGINT NOT NULL,
    cause TEXT NOT NULL,
    event_id UUID REFERENCES event (id),
    by_id UUID REFERENCES member (id),
    corrects_id UUID UNIQUE REFERENCES honor_entry (id),
    reason TEXT,
    idempotency_key TEXT NOT NULL UNIQUE,
    hash BYTEA NOT NULL,
    at BIGINT NOT NULL,
    UNIQUE (member_id, seq),
    CONSTRAINT honor_entry_cause_check CHECK (cause IN ('attended', 'thanked', 'corrected')),
    CONSTRAINT honor_entry_points_check CHECK (points <> 0),
    CONSTRAINT honor_entry_seq_check CHECK (seq > 0)
);

-- badges --------------------------------------------------------------------------------------------------------------

CREATE TABLE badge (
    id UUID PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    art TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    story_en TEXT NOT NULL,
    story_zh TEXT NOT NULL,
    criteria_en TEXT NOT NULL,
    criteria_zh TEXT NOT NULL,
    by_rule BOOLEAN NOT NULL,
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE badge_grant (
    id UUID PRIMARY KEY,
    badge_id UUID NOT NULL REFERENCES badge (id),
    member_id UUID NOT NULL REFERENCES member (id),
    occasion TEXT NOT NULL,
    event_id UUID REFERENCES event (id),
    by_id UUID REFERENCES member (id),
    reason TEXT,
    note TEXT,
    granted_at BIGINT NOT NULL,
    UNIQUE (badge_id, member_id, occasion)
);
CREATE INDEX badge_grant_member_id_idx ON badge_grant (member_id);
CREATE INDEX badge_grant_granted_at_idx ON badge_grant (granted_at);

-- operations ----------------------------------------------------------------------------------------------------------

-- Side effects after a commit: written in the same transaction, carried out by workers, kept until they are done or given up.
CREATE TABLE job (
    id UUID PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    locked_until BIGINT,
    done_at BIGINT,
    failed_at BIGINT,
    last_error TEXT,
    created_at BIGINT NOT NULL,
    CONSTRAINT job_attempts_check CHECK (attempts >= 0)
);
CREATE INDEX job_due_idx ON job (run_at) WHERE done_at IS NULL AND failed_at IS NULL;

CREATE TABLE audit_entry (
    id UUID PRIMARY KEY,
    actor_id UUID REFERENCES member (id),
    action TEXT NOT NULL,
    subject_kind TEXT NOT NULL,
    subject_id UUID NOT NULL,
    detail TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX audit_entry_subject_id_idx ON audit_entry (subject_id);

-- What the instance itself remembers: its secrets and whether it was set up.
CREATE TABLE instance (
    name TEXT PRIMARY KEY,
    value BYTEA NOT NULL
);

-- What must never be changed -----------------------------------------------------------------------------------------
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a row of % is never changed', TG_TABLE_NAME; END $$;
CREATE TRIGGER honor_entry_no_change BEFORE UPDATE OR DELETE ON honor_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON audit_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER signup_change_no_change BEFORE UPDATE OR DELETE ON signup_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
