-- Publishing at a set time, postponed and moved events, recaps; series and templates; online events; helpers by invitation.

CREATE TABLE series (
    id BLOB PRIMARY KEY,
    chapter_id BLOB NOT NULL REFERENCES chapter (id),
    name TEXT NOT NULL,
    rhythm TEXT NOT NULL,
    every INTEGER NOT NULL,
    -- Days as 2027-03-20: a rule counts in days of the calendar, not in moments.
    first_day TEXT NOT NULL,
    except_days TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    CONSTRAINT series_rhythm_check CHECK (rhythm IN ('weekly', 'monthly_by_weekday', 'monthly_by_last_weekday', 'monthly_by_date')),
    CONSTRAINT series_every_check CHECK (every BETWEEN 1 AND 12)
) STRICT;
CREATE INDEX series_chapter_id_idx ON series (chapter_id);

-- A plan to start from, as its form holds it.
CREATE TABLE event_template (
    id BLOB PRIMARY KEY,
    chapter_id BLOB NOT NULL REFERENCES chapter (id),
    name TEXT NOT NULL,
    plan TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (chapter_id, name)
) STRICT;

ALTER TABLE event ADD COLUMN attendance TEXT NOT NULL DEFAULT 'in_person'
    CONSTRAINT event_attendance_check CHECK (attendance IN ('in_person', 'online', 'hybrid'));
ALTER TABLE event ADD COLUMN join_url TEXT;
ALTER TABLE event ADD COLUMN publish_at INTEGER
    CONSTRAINT event_publish_at_check CHECK (publish_at IS NULL OR state = 'draft');
ALTER TABLE event ADD COLUMN postponed_at INTEGER
    CONSTRAINT event_postponed_at_check CHECK (postponed_at IS NULL OR state = 'published');
ALTER TABLE event ADD COLUMN postpone_reason TEXT;
-- The start it had before it was moved.
ALTER TABLE event ADD COLUMN moved_from INTEGER;
ALTER TABLE event ADD COLUMN recapped_at INTEGER;
ALTER TABLE event ADD COLUMN series_id BLOB REFERENCES series (id);
CREATE INDEX event_series_id_starts_at_idx ON event (series_id, starts_at);

-- The event has no date: until it has one no offer runs out and no cut-off passes.
ALTER TABLE places ADD COLUMN on_hold INTEGER NOT NULL DEFAULT 0;

ALTER TABLE event_staff ADD COLUMN role TEXT NOT NULL DEFAULT 'door'
    CONSTRAINT event_staff_role_check CHECK (role IN ('co_organiser', 'door', 'shift_lead'));

-- Open invitations; an answer takes the row away. Of the link only the hash is kept.
CREATE TABLE event_invitation (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES event (id),
    role TEXT NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    -- Whose it is, where it was sent to a member; else whoever holds the link.
    member_id BLOB REFERENCES member (id),
    whom TEXT NOT NULL,
    by_id BLOB NOT NULL REFERENCES member (id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    UNIQUE (event_id, member_id),
    CONSTRAINT event_invitation_role_check CHECK (role IN ('co_organiser', 'door', 'shift_lead'))
) STRICT;

CREATE TABLE recap (
    event_id BLOB PRIMARY KEY REFERENCES event (id),
    story TEXT NOT NULL,
    story_html TEXT NOT NULL,
    by_id BLOB NOT NULL REFERENCES member (id),
    changed_at INTEGER NOT NULL
) STRICT;

CREATE TABLE recap_picture (
    picture_id BLOB PRIMARY KEY REFERENCES picture (id),
    event_id BLOB NOT NULL REFERENCES event (id),
    position INTEGER NOT NULL,
    -- What it shows, in words.
    alt TEXT NOT NULL,
    UNIQUE (event_id, position),
    CONSTRAINT recap_picture_alt_check CHECK (alt <> '')
) STRICT;
