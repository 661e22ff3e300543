-- Questions in full: more kinds, conditions, texts that are agreed to, files; who sees the answers, what they were before, and
-- when they are deleted.

-- For how many days after the end answers are kept, and when they were deleted.
ALTER TABLE event ADD COLUMN keep_days BIGINT NOT NULL DEFAULT 30 CONSTRAINT event_keep_days_check CHECK (keep_days BETWEEN 1 AND 365);
ALTER TABLE event ADD COLUMN answers_gone_at BIGINT;

ALTER TABLE event_question DROP CONSTRAINT event_question_kind_check;
ALTER TABLE event_question ADD CONSTRAINT event_question_kind_check
    CHECK (kind IN ('text', 'long_text', 'choice', 'several', 'yes_no', 'number', 'date', 'consent', 'file'));
-- An explanation; of a consent the text that is agreed to, in this version.
ALTER TABLE event_question ADD COLUMN note TEXT NOT NULL DEFAULT '';
ALTER TABLE event_question ADD COLUMN version BIGINT NOT NULL DEFAULT 1 CONSTRAINT event_question_version_check CHECK (version > 0);
-- Door staff see the answer too.
ALTER TABLE event_question ADD COLUMN for_door BOOLEAN NOT NULL DEFAULT FALSE;
-- Asked only with this answer to an earlier question.
ALTER TABLE event_question ADD COLUMN shown_if_id UUID REFERENCES event_question (id);
ALTER TABLE event_question ADD COLUMN shown_if_answer TEXT
    CONSTRAINT event_question_shown_if_check CHECK ((shown_if_id IS NULL) = (shown_if_answer IS NULL));

-- Every version of a text that is agreed to: an answer names the one that was read.
CREATE TABLE consent_text (
    question_id UUID NOT NULL REFERENCES event_question (id),
    version BIGINT NOT NULL,
    text TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (question_id, version)
);

-- What an answer was before it was changed. It goes when the answers go.
CREATE TABLE signup_answer_before (
    id UUID PRIMARY KEY,
    signup_id UUID NOT NULL REFERENCES signup (id),
    question_id UUID NOT NULL REFERENCES event_question (id),
    answer TEXT NOT NULL,
    replaced_at BIGINT NOT NULL
);
CREATE INDEX signup_answer_before_signup_id_idx ON signup_answer_before (signup_id);

-- The answer to a question for a file is the file's id and name; the last few are kept, as other answers are.
CREATE TABLE answer_file (
    id UUID PRIMARY KEY,
    signup_id UUID NOT NULL REFERENCES signup (id),
    question_id UUID NOT NULL REFERENCES event_question (id),
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    bytes BYTEA NOT NULL,
    added_at BIGINT NOT NULL,
    CONSTRAINT answer_file_media_type_check CHECK (media_type IN ('image/png', 'image/jpeg', 'image/webp', 'application/pdf'))
);
CREATE INDEX answer_file_signup_id_idx ON answer_file (signup_id);

-- A sheet of people that an organiser looks at before it is carried out; gone then, or after a day.
CREATE TABLE people_import (
    id UUID PRIMARY KEY,
    event_id UUID NOT NULL REFERENCES event (id),
    by_id UUID NOT NULL REFERENCES member (id),
    sheet TEXT NOT NULL,
    made_at BIGINT NOT NULL
);
