-- Of whom a question is asked: of guests, as it was; of those who take a shift, of any role or of one; or of everybody.
ALTER TABLE event_question ADD COLUMN asked_of TEXT NOT NULL DEFAULT 'guests' CONSTRAINT event_question_asked_of_check CHECK (asked_of IN ('guests', 'helpers', 'everybody'));
ALTER TABLE event_question ADD COLUMN role_id UUID REFERENCES shift_role (id) CONSTRAINT event_question_role_check CHECK (role_id IS NULL OR asked_of = 'helpers');
