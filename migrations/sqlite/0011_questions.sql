-- Questions in full: more kinds, conditions, texts that are agreed to, files; who sees the answers, what they were before, and
-- when they are deleted.

-- For how many days after the end answers are kept, and when they were deleted.
ALTER TABLE event ADD COLUMN keep_days INTEGER NOT NULL DEFAULT 30 CONSTRAINT event_keep_days_check CHECK (keep_days BETWEEN 1 AND 365);
ALTER TABLE event ADD COLUMN answers_gone_at INTEGER;

CREATE TABLE event_question_new (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES event (id),
    position INTEGER NOT NULL,
    label TEXT NOT NULL,
    kind TEXT NOT NULL,
    required INTEGER NOT NULL,
    choices TEXT NOT NULL,
    retired_at INTEGER,
    -- An explanation; of a consent the text that is agreed to, in this version.
    note TEXT NOT NULL DEFAULT '',
    version INTEGER NOT NULL DEFAULT 1,
    -- Door staff see the answer too.
    for_door INTEGER NOT NULL DEFAULT 0,
    -- Asked only with this answer to an earlier question.
    shown_if_id BLOB REFERENCES event_question (id),
    shown_if_answer TEXT,
    CONSTRAINT event_question_kind_check CHECK (kind IN ('text', 'long_text', 'choice', 'several', 'yes_no', 'number', 'date', 'consent', 'file')),
    CONSTRAINT event_question_version_check CHECK (version > 0),
    CONSTRAINT event_question_shown_if_check CHECK ((shown_if_id IS NULL) = (shown_if_answer IS NULL))
) STRICT;
INSERT INTO event_question_new (id, event_id, position, label, kind, required, choices, retired_at)
SELECT id, event_id, position, label, kind, required, choices, retired_at FROM event_question;
DROP TABLE event_question;
ALTER TABLE event_question_new RENAME TO event_question;
CREATE INDEX event_question_event_id_idx ON event_question (event_id);

-- Every version of a text that is agreed to: an answer names the one that was read.
CREATE TABLE consent_text (
    question_id BLOB NOT NULL REFERENCES event_question (id),
    version INTEGER NOT NULL,
    text TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (question_id, version)
) STRICT;

-- What an answer was before it was changed. It goes when the answers go.
CREATE TABLE signup_answer_before (
    id BLOB PRIMARY KEY,
    signup_id BLOB NOT NULL REFERENCES signup (id),
    question_id BLOB NOT NULL REFERENCES event_question (id),
    answer TEXT NOT NULL,
    replaced_at INTEGER NOT NULL
) STRICT;
CREATE INDEX signup_answer_before_signup_id_idx ON signup_answer_before (signup_id);

-- The answer to a question for a file is the file's id and name; the last few are kept, as other answers are.
CREATE TABLE answer_file (
    id BLOB PRIMARY KEY,
    signup_id BLOB NOT NULL REFERENCES signup (id),
    question_id BLOB NOT NULL REFERENCES event_question (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BLOB NOT NULL,
    added_at INTEGER NOT NULL,
    CONSTRAINT answer_file_media_type_check CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp', 'application/pdf'))
) STRICT;
CREATE INDEX answer_file_signup_id_idx ON answer_file (signup_id);

-- A sheet of people that an organiser looks at before it is carried out; gone then, or after a day.
CREATE TABLE people_import (
    id BLOB PRIMARY KEY,
    event_id BLOB NOT NULL REFERENCES event (id),
    by_id BLOB NOT NULL REFERENCES member (id),
    sheet TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
