-- Honor in full: rules with versions, caps that act in the projection, thanks with a budget, objections, checkpoints.

-- Every version of every rule, for good: an entry names the one under which it was written.
CREATE TABLE honor_rule_version (
    rule TEXT NOT NULL,
    version INTEGER NOT NULL,
    -- NULL: the event or the organiser says how much. For work: each hour.
    points INTEGER,
    active INTEGER NOT NULL,
    per_day INTEGER,
    per_week INTEGER,
    per_season INTEGER,
    per_event INTEGER,
    per_giver INTEGER,
    -- What an organiser may give by hand in a season, and from how much on a second one has to agree.
    budget INTEGER,
    second_from INTEGER,
    by_id BLOB REFERENCES member (id),
    note TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (rule, version),
    CONSTRAINT honor_rule_version_rule_check CHECK (rule IN ('attended', 'worked', 'organised', 'brought', 'nominated', 'voted', 'cover', 'recap_photo', 'thanked')),
    CONSTRAINT honor_rule_version_version_check CHECK (version > 0),
    CONSTRAINT honor_rule_version_points_check CHECK (points > 0)
) STRICT;
CREATE TRIGGER honor_rule_version_no_update BEFORE UPDATE ON honor_rule_version BEGIN SELECT RAISE(ABORT, 'a row of honor_rule_version is never changed'); END;
CREATE TRIGGER honor_rule_version_no_delete BEFORE DELETE ON honor_rule_version BEGIN SELECT RAISE(ABORT, 'a row of honor_rule_version is never changed'); END;

-- What holds now: the newest version of each rule, in a row that the door reads.
ALTER TABLE honor_rule ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
INSERT INTO honor_rule (name, points, active) VALUES
    ('worked', 12, 1), ('organised', 30, 1), ('brought', 15, 1), ('nominated', 5, 1), ('voted', 2, 1), ('cover', 100, 1),
    ('recap_photo', 10, 1), ('thanked', NULL, 1)
ON CONFLICT (name) DO NOTHING;
INSERT INTO honor_rule_version (rule, version, points, active, per_week, per_season, per_event, budget, second_from, note, made_at)
SELECT name, 1, points, active, CASE name WHEN 'organised' THEN 60 END,
    CASE name WHEN 'nominated' THEN 25 WHEN 'voted' THEN 20 WHEN 'brought' THEN 150 END,
    CASE name WHEN 'recap_photo' THEN 30 END,
    CASE name WHEN 'thanked' THEN 1000 END, CASE name WHEN 'thanked' THEN 100 END, '', 0
FROM honor_rule;

CREATE TABLE honor_entry_new (
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
    -- The day it counts for, where it was earned; NULL for entries from before rules had versions.
    day INTEGER,
    rule_version INTEGER,
    reason_hash BLOB,
    UNIQUE (member_id, seq),
    FOREIGN KEY (cause, rule_version) REFERENCES honor_rule_version (rule, version),
    CONSTRAINT honor_entry_cause_check CHECK (cause IN ('attended', 'worked', 'organised', 'brought', 'nominated', 'voted', 'cover', 'recap_photo', 'thanked', 'corrected')),
    CONSTRAINT honor_entry_points_check CHECK (points <> 0),
    CONSTRAINT honor_entry_seq_check CHECK (seq > 0),
    -- Nothing is ever taken but by a line that says what it puts right.
    CONSTRAINT honor_entry_corrects_check CHECK ((cause = 'corrected') = (corrects_id IS NOT NULL) AND (points > 0 OR corrects_id IS NOT NULL)),
    CONSTRAINT honor_entry_version_check CHECK (day IS NULL OR (cause = 'corrected') = (rule_version IS NULL))
) STRICT;
INSERT INTO honor_entry_new (id, member_id, seq, points, total, cause, event_id, by_id, corrects_id, reason, idempotency_key, hash, at)
SELECT id, member_id, seq, points, total, cause, event_id, by_id, corrects_id, reason, idempotency_key, hash, at FROM honor_entry;
DROP TABLE honor_entry;
ALTER TABLE honor_entry_new RENAME TO honor_entry;
CREATE INDEX honor_entry_by_id_at_idx ON honor_entry (by_id, at);
CREATE TRIGGER honor_entry_no_update BEFORE UPDATE ON honor_entry BEGIN SELECT RAISE(ABORT, 'a row of honor_entry is never changed'); END;
CREATE TRIGGER honor_entry_no_delete BEFORE DELETE ON honor_entry BEGIN SELECT RAISE(ABORT, 'a row of honor_entry is never changed'); END;
CREATE TRIGGER honor_entry_corrects_guard BEFORE INSERT ON honor_entry WHEN NEW.corrects_id IS NOT NULL AND NOT EXISTS
    (SELECT 1 FROM honor_entry o WHERE o.id = NEW.corrects_id AND o.member_id = NEW.member_id AND o.points = -NEW.points AND o.seq < NEW.seq)
BEGIN SELECT RAISE(ABORT, 'a correction takes back exactly what its entry gave'); END;

-- The projection: what each entry counts for, and the sums. All of it can be made anew from the entries.
CREATE TABLE honor_counted (
    entry_id BLOB PRIMARY KEY REFERENCES honor_entry (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    seq INTEGER NOT NULL,
    day INTEGER NOT NULL,
    season INTEGER NOT NULL,
    points INTEGER NOT NULL,
    met TEXT,
    state TEXT NOT NULL,
    UNIQUE (member_id, seq),
    CONSTRAINT honor_counted_met_check CHECK (met IN ('event', 'giver', 'day', 'week', 'season')),
    CONSTRAINT honor_counted_state_check CHECK (state IN ('stands', 'taken_back', 'correction'))
) STRICT;
CREATE TABLE honor_total (
    member_id BLOB PRIMARY KEY REFERENCES member (id),
    lifetime INTEGER NOT NULL,
    -- When what they have now was reached: the newest entry that counts.
    reached_at INTEGER NOT NULL,
    CONSTRAINT honor_total_lifetime_check CHECK (lifetime >= 0)
) STRICT;
CREATE INDEX honor_total_rank_idx ON honor_total (lifetime, reached_at);
-- A season is named by its beginning.
CREATE TABLE honor_season (
    member_id BLOB NOT NULL REFERENCES member (id),
    season INTEGER NOT NULL,
    points INTEGER NOT NULL,
    reached_at INTEGER NOT NULL,
    PRIMARY KEY (member_id, season),
    CONSTRAINT honor_season_points_check CHECK (points >= 0)
) STRICT;
CREATE INDEX honor_season_rank_idx ON honor_season (season, points, reached_at);
CREATE TABLE honor_day (
    member_id BLOB NOT NULL REFERENCES member (id),
    day INTEGER NOT NULL,
    points INTEGER NOT NULL,
    PRIMARY KEY (member_id, day),
    CONSTRAINT honor_day_points_check CHECK (points >= 0)
) STRICT;
-- So far nothing had a cap: all that was not put right counts. There were no seasons but the years.
INSERT INTO honor_counted (entry_id, member_id, seq, day, season, points, state)
SELECT e.id, e.member_id, e.seq, e.at / 86400000, CAST(strftime('%s', e.at / 1000, 'unixepoch', 'start of year') AS INTEGER) * 1000, e.points,
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
    id BLOB PRIMARY KEY,
    member_id BLOB NOT NULL REFERENCES member (id),
    by_id BLOB NOT NULL REFERENCES member (id),
    points INTEGER NOT NULL,
    reason TEXT NOT NULL,
    event_id BLOB REFERENCES event (id),
    state TEXT NOT NULL,
    second_id BLOB REFERENCES member (id),
    season INTEGER NOT NULL,
    request_key TEXT NOT NULL,
    asked_at INTEGER NOT NULL,
    settled_at INTEGER,
    UNIQUE (by_id, request_key),
    CONSTRAINT honor_thanks_points_check CHECK (points > 0),
    CONSTRAINT honor_thanks_state_check CHECK (state IN ('waiting', 'given', 'declined')),
    CONSTRAINT honor_thanks_settled_check CHECK ((state = 'waiting') = (settled_at IS NULL)),
    CONSTRAINT honor_thanks_oneself_check CHECK (by_id <> member_id),
    CONSTRAINT honor_thanks_second_check CHECK (second_id <> by_id AND second_id <> member_id)
) STRICT;
CREATE INDEX honor_thanks_waiting_idx ON honor_thanks (asked_at) WHERE state = 'waiting';
-- What an organiser gave in a season, and what still waits; never more than their budget.
CREATE TABLE honor_budget (
    member_id BLOB NOT NULL REFERENCES member (id),
    season INTEGER NOT NULL,
    spent INTEGER NOT NULL,
    PRIMARY KEY (member_id, season),
    CONSTRAINT honor_budget_spent_check CHECK (spent >= 0)
) STRICT;

-- A member who sees a line otherwise, and the answer.
CREATE TABLE honor_objection (
    id BLOB PRIMARY KEY,
    entry_id BLOB NOT NULL REFERENCES honor_entry (id),
    member_id BLOB NOT NULL REFERENCES member (id),
    said TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    outcome TEXT,
    answer TEXT,
    answered_by BLOB REFERENCES member (id),
    answered_at INTEGER,
    CONSTRAINT honor_objection_outcome_check CHECK (outcome IN ('agreed', 'explained')),
    CONSTRAINT honor_objection_answer_check CHECK ((outcome IS NULL) = (answered_at IS NULL) AND (outcome IS NULL) = (answer IS NULL)),
    CONSTRAINT honor_objection_oneself_check CHECK (answered_by <> member_id)
) STRICT;
CREATE UNIQUE INDEX honor_objection_entry_id_key ON honor_objection (entry_id) WHERE outcome IS NULL;
CREATE INDEX honor_objection_member_id_idx ON honor_objection (member_id);
CREATE TRIGGER honor_objection_guard BEFORE UPDATE ON honor_objection WHEN OLD.outcome IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an answer stays as it was given'); END;

-- Who brought somebody along, said once, before their first event.
CREATE TABLE honor_bringer (
    member_id BLOB PRIMARY KEY REFERENCES member (id),
    by_id BLOB NOT NULL REFERENCES member (id),
    said_at INTEGER NOT NULL,
    CONSTRAINT honor_bringer_oneself_check CHECK (by_id <> member_id)
) STRICT;
CREATE INDEX honor_bringer_by_id_idx ON honor_bringer (by_id);

-- The root over all chains, daily, signed, each naming the one before.
CREATE TABLE honor_checkpoint (
    number INTEGER PRIMARY KEY,
    day INTEGER NOT NULL UNIQUE,
    site TEXT NOT NULL,
    size INTEGER NOT NULL,
    root BLOB NOT NULL,
    before BLOB NOT NULL,
    taken_at INTEGER NOT NULL,
    key_id TEXT NOT NULL,
    public BLOB NOT NULL,
    signature BLOB NOT NULL,
    CONSTRAINT honor_checkpoint_number_check CHECK (number > 0),
    CONSTRAINT honor_checkpoint_size_check CHECK (size > 0)
) STRICT;
CREATE TRIGGER honor_checkpoint_no_update BEFORE UPDATE ON honor_checkpoint BEGIN SELECT RAISE(ABORT, 'a row of honor_checkpoint is never changed'); END;
CREATE TRIGGER honor_checkpoint_no_delete BEFORE DELETE ON honor_checkpoint BEGIN SELECT RAISE(ABORT, 'a row of honor_checkpoint is never changed'); END;
-- The chains under the newest root, in the order of its leaves: 16 bytes of the member's id, 8 of how many entries, 32 of the head.
CREATE TABLE honor_heads (
    number INTEGER PRIMARY KEY REFERENCES honor_checkpoint (number),
    heads BLOB NOT NULL
) STRICT;
