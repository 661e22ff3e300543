-- Honor in full: rules with versions, caps that act in the projection, thanks with a budget, objections, checkpoints.

-- Every version of every rule, for good: an entry names the one under which it was written.
CREATE TABLE honor_rule_version (
    rule TEXT NOT NULL,
    version BIGINT NOT NULL,
    -- NULL: the event or the organiser says how much. For work: each hour.
    points BIGINT,
    active BOOLEAN NOT NULL,
    per_day BIGINT,
    per_week BIGINT,
    per_season BIGINT,
    per_event BIGINT,
    per_giver BIGINT,
    -- What an organiser may give by hand in a season, and from how much on a second one has to agree.
    budget BIGINT,
    second_from BIGINT,
    by_id UUID REFERENCES member (id),
    note TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (rule, version),
    CONSTRAINT honor_rule_version_rule_check CHECK (rule IN ('attended', 'worked', 'organised', 'brought', 'nominated', 'voted', 'cover', 'recap_photo', 'thanked')),
    CONSTRAINT honor_rule_version_version_check CHECK (version > 0),
    CONSTRAINT honor_rule_version_points_check CHECK (points > 0)
);
CREATE TRIGGER honor_rule_version_no_change BEFORE UPDATE OR DELETE ON honor_rule_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What holds now: the newest version of each rule, in a row that the door reads.
ALTER TABLE honor_rule ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
INSERT INTO honor_rule (name, points, active) VALUES
    ('worked', 12, TRUE), ('organised', 30, TRUE), ('brought', 15, TRUE), ('nominated', 5, TRUE), ('voted', 2, TRUE),
    ('cover', 100, TRUE), ('recap_photo', 10, TRUE), ('thanked', NULL, TRUE)
ON CONFLICT (name) DO NOTHING;
INSERT INTO honor_rule_version (rule, version, points, active, per_week, per_season, per_event, budget, second_from, note, made_at)
SELECT name, 1, points, active, CASE name WHEN 'organised' THEN 60 END,
    CASE name WHEN 'nominated' THEN 25 WHEN 'voted' THEN 20 WHEN 'brought' THEN 150 END,
    CASE name WHEN 'recap_photo' THEN 30 END,
    CASE name WHEN 'thanked' THEN 1000 END, CASE name WHEN 'thanked' THEN 100 END, '', 0
FROM honor_rule;

ALTER TABLE honor_entry
    -- The day it counts for, where it was earned; NULL for entries from before rules had versions.
    ADD COLUMN day BIGINT,
    ADD COLUMN rule_version BIGINT,
    ADD COLUMN reason_hash BYTEA,
    DROP CONSTRAINT honor_entry_cause_check,
    ADD CONSTRAINT honor_entry_cause_check CHECK (cause IN ('attended', 'worked', 'organised', 'brought', 'nominated', 'voted', 'cover', 'recap_photo', 'thanked', 'corrected')),
    -- Nothing is ever taken but by a line that says what it puts right.
    ADD CONSTRAINT honor_entry_corrects_check CHECK ((cause = 'corrected') = (corrects_id IS NOT NULL) AND (points > 0 OR corrects_id IS NOT NULL)),
    ADD CONSTRAINT honor_entry_version_check CHECK (day IS NULL OR (cause = 'corrected') = (rule_version IS NULL)),
    ADD FOREIGN KEY (cause, rule_version) REFERENCES honor_rule_version (rule, version);
CREATE INDEX honor_entry_by_id_at_idx ON honor_entry (by_id, at);
CREATE FUNCTION refuse_odd_correction() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM honor_entry o WHERE o.id = NEW.corrects_id AND o.member_id = NEW.member_id AND o.points = -NEW.points AND o.seq < NEW.seq) THEN
        RAISE EXCEPTION 'a correction takes back exactly what its entry gave';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER honor_entry_corrects_guard BEFORE INSERT ON honor_entry FOR EACH ROW
WHEN (NEW.corrects_id IS NOT NULL) EXECUTE FUNCTION refuse_odd_correction();

-- The projection: what each entry counts for, and the sums. All of it can be made anew from the entries.
CREATE TABLE honor_counted (
    entry_id UUID PRIMARY KEY REFERENCES honor_entry (id),
    member_id UUID NOT NULL REFERENCES member (id),
    seq BIGINT NOT NULL,
    day BIGINT NOT NULL,
    season BIGINT NOT NULL,
    points BIGINT NOT NULL,
    met TEXT,
    state TEXT NOT NULL,
    UNIQUE (member_id, seq),
    CONSTRAINT honor_counted_met_check CHECK (met IN ('event', 'giver', 'day', 'week', 'season')),
    CONSTRAINT honor_counted_state_check CHECK (state IN ('stands', 'taken_back', 'correction'))
);
CREATE TABLE honor_total (
    member_id UUID PRIMARY KEY REFERENCES member (id),
    lifetime BIGINT NOT NULL,
    -- When what they have now was reached: the newest entry that counts.
    reached_at BIGINT NOT NULL,
    CONSTRAINT honor_total_lifetime_check CHECK (lifetime >= 0)
);
CREATE INDEX honor_total_rank_idx ON honor_total (lifetime, reached_at);
-- A season is named by its beginning.
CREATE TABLE honor_season (
    member_id UUID NOT NULL REFERENCES member (id),
    season BIGINT NOT NULL,
    points BIGINT NOT NULL,
    reached_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, season),
    CONSTRAINT honor_season_points_check CHECK (points >= 0)
);
CREATE INDEX honor_season_rank_idx ON honor_season (season, points, reached_at);
CREATE TABLE honor_day (
    member_id UUID NOT NULL REFERENCES member (id),
    day BIGINT NOT NULL,
    points BIGINT NOT NULL,
    PRIMARY KEY (member_id, day),
    CONSTRAINT honor_day_points_check CHECK (points >= 0)
);
-- So far nothing had a cap: all that was not put right counts. There were no seasons but the years.
INSERT INTO honor_counted (entry_id, member_id, seq, day, season, points, state)
SELECT e.id, e.member_id, e.seq, e.at / 86400000, CAST(extract(epoch FROM date_trunc('year', to_timestamp(e.at / 1000) AT TIME ZONE 'UTC')) AS BIGINT) * 1000, e.points,
    CASE WHEN e.corrects_id IS NOT NULL THEN 'correction'
         WHEN EXISTS (SELECT 1 FROM honor_entry c WHERE c.corrects_id = e.id) THEN 'taken_back' ELSE 'stands' END
FROM honor_entry e;
INSERT INTO honor_total (member_id, lifetime, reached_at)
SELECT c.member_id, sum(c.points), max(e.at) FROM honor_counted c JOIN honor_entry e ON e.id = c.entry_id
WHERE c.state = 'stands' GROUP BY c.member_id;
INSERT INTO honor_season (member_id, season, points, reached_at)
SELECT c.member_id, c.season, sum(c.points), max(e.at) FROM honor_counted c JOIN honor_entry e ON e.id = c.entry_id
WHERE c.state = 'stands' GROUP BY c.member_id, c.season;
INSERT INTO honor_day (member_id, day, points)
SELECT member_id, day, sum(points) FROM honor_counted WHERE state = 'stands' GROUP BY member_id, day;

-- Honor given by hand, as it was asked for; the entry is made when nobody else has to agree any more.
CREATE TABLE honor_thanks (
    id UUID PRIMARY KEY,
    member_id UUID NOT NULL REFERENCES member (id),
    by_id UUID NOT NULL REFERENCES member (id),
    points BIGINT NOT NULL,
    reason TEXT NOT NULL,
    event_id UUID REFERENCES event (id),
    state TEXT NOT NULL,
    second_id UUID REFERENCES member (id),
    season BIGINT NOT NULL,
    request_key TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    settled_at BIGINT,
    UNIQUE (by_id, request_key),
    CONSTRAINT honor_thanks_points_check CHECK (points > 0),
    CONSTRAINT honor_thanks_state_check CHECK (state IN ('waiting', 'given', 'declined')),
    CONSTRAINT honor_thanks_settled_check CHECK ((state = 'waiting') = (settled_at IS NULL)),
    CONSTRAINT honor_thanks_oneself_check CHECK (by_id <> member_id),
    CONSTRAINT honor_thanks_second_check CHECK (second_id <> by_id AND second_id <> member_id)
);
CREATE INDEX honor_thanks_waiting_idx ON honor_thanks (asked_at) WHERE state = 'waiting';
-- What an organiser gave in a season, and what still waits; never more than their budget.
CREATE TABLE honor_budget (
    member_id UUID NOT NULL REFERENCES member (id),
    season BIGINT NOT NULL,
    spent BIGINT NOT NULL,
    PRIMARY KEY (member_id, season),
    CONSTRAINT honor_budget_spent_check CHECK (spent >= 0)
);

-- A member who sees a line otherwise, and the answer.
CREATE TABLE honor_objection (
    id UUID PRIMARY KEY,
    entry_id UUID NOT NULL REFERENCES honor_entry (id),
    member_id UUID NOT NULL REFERENCES member (id),
    said TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    outcome TEXT,
    answer TEXT,
    answered_by UUID REFERENCES member (id),
    answered_at BIGINT,
    CONSTRAINT honor_objection_outcome_check CHECK (outcome IN ('agreed', 'explained')),
    CONSTRAINT honor_objection_answer_check CHECK ((outcome IS NULL) = (answered_at IS NULL) AND (outcome IS NULL) = (answer IS NULL)),
    CONSTRAINT honor_objection_oneself_check CHECK (answered_by <> member_id)
);
CREATE UNIQUE INDEX honor_objection_entry_id_key ON honor_objection (entry_id) WHERE outcome IS NULL;
CREATE INDEX honor_objection_member_id_idx ON honor_objection (member_id);
CREATE FUNCTION refuse_other_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an answer stays as it was given'; END $$;
CREATE TRIGGER honor_objection_guard BEFORE UPDATE ON honor_objection FOR EACH ROW
WHEN (OLD.outcome IS NOT NULL) EXECUTE FUNCTION refuse_other_answer();

-- Who brought somebody along, said once, before their first event.
CREATE TABLE honor_bringer (
    member_id UUID PRIMARY KEY REFERENCES member (id),
    by_id UUID NOT NULL REFERENCES member (id),
    said_at BIGINT NOT NULL,
    CONSTRAINT honor_bringer_oneself_check CHECK (by_id <> member_id)
);
CREATE INDEX honor_bringer_by_id_idx ON honor_bringer (by_id);

-- The root over all chains, daily, signed, each naming the one before.
CREATE TABLE honor_checkpoint (
    number BIGINT PRIMARY KEY,
    day BIGINT NOT NULL UNIQUE,
    site TEXT NOT NULL,
    size BIGINT NOT NULL,
    root BYTEA NOT NULL,
    before BYTEA NOT NULL,
    taken_at BIGINT NOT NULL,
    key_id TEXT NOT NULL,
    public BYTEA NOT NULL,
    signature BYTEA NOT NULL,
    CONSTRAINT honor_checkpoint_number_check CHECK (number > 0),
    CONSTRAINT honor_checkpoint_size_check CHECK (size > 0)
);
CREATE TRIGGER honor_checkpoint_no_change BEFORE UPDATE OR DELETE ON honor_checkpoint FOR EACH ROW EXECUTE FUNCTION refuse_change();
-- The chains under the newest root, in the order of its leaves: 16 bytes of the member's id, 8 of how many entries, 32 of the head.
CREATE TABLE honor_heads (
    number BIGINT PRIMARY KEY REFERENCES honor_checkpoint (number),
    heads BYTEA NOT NULL
);
