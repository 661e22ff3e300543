-- Letters as people can look them up, what they chose about mail, announcements, reminders, calendar addresses.

-- What an organiser writes to a part of those who signed up. A draft until it is sent.
CREATE TABLE announcement (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES event (id),
    by_id BLOB NOT NULL REFERENCES member (id),
    audience TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    sent_at INTEGER,
    people INTEGER NOT NULL,
    CONSTRAINT announcement_people_check CHECK (people >= 0)
) STRICT;
CREATE INDEX announcement_event_id_idx ON announcement (event_id);

-- A letter, in its reader's inbox and on its way by mail. Its id is that of the job that mails it.
CREATE TABLE notice (
    id BLOB PRIMARY KEY,
    member_id BLOB NOT NULL REFERENCES member (id),
    kind TEXT NOT NULL,
    -- What it tells of; its words are made when it is read. A letter with a code in it leaves nothing here.
    letter TEXT NOT NULL,
    announcement_id BLOB REFERENCES announcement (id),
    delivery TEXT NOT NULL,
    delivered_at INTEGER,
    made_at INTEGER NOT NULL,
    read_at INTEGER,
    CONSTRAINT notice_delivery_check CHECK (delivery IN ('waiting', 'sent', 'skipped', 'retrying', 'bounced', 'given_up'))
) STRICT;
CREATE INDEX notice_member_id_idx ON notice (member_id, made_at);
CREATE INDEX notice_unread_idx ON notice (member_id) WHERE read_at IS NULL;
CREATE INDEX notice_trouble_idx ON notice (made_at) WHERE delivery IN ('retrying', 'bounced', 'given_up');
CREATE INDEX notice_announcement_id_idx ON notice (announcement_id) WHERE announcement_id IS NOT NULL;

-- Reminders that went out: one for each rule and start, so that a moved event reminds anew and none reminds twice.
CREATE TABLE reminder (
    event_id BLOB NOT NULL REFERENCES event (id),
    rule TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (event_id, rule, starts_at),
    CONSTRAINT reminder_rule_check CHECK (rule IN ('day_before', 'two_hours'))
) STRICT;

-- What a member chose about mail; without a row the house's own hours hold. Minutes from midnight; equal: no quiet hours.
CREATE TABLE mail_choice (
    member_id BLOB PRIMARY KEY REFERENCES member (id),
    quiet_from INTEGER,
    quiet_until INTEGER,
    announcements INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    CONSTRAINT mail_choice_quiet_check CHECK (quiet_from BETWEEN 0 AND 1439 AND quiet_until BETWEEN 0 AND 1439)
) STRICT;

-- The address of a member's own calendar: only the hash of its token is here.
CREATE TABLE calendar_token (
    member_id BLOB PRIMARY KEY REFERENCES member (id),
    token_hash BLOB NOT NULL UNIQUE,
    made_at INTEGER NOT NULL
) STRICT;
