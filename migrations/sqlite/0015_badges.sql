-- Badges in full: versions that are frozen once granted, limited editions, rules, batches; what became of each grant.

-- Drawings that were handed in, written anew, and the picture made from each.
CREATE TABLE badge_art (
    id BLOB PRIMARY KEY,
    svg TEXT NOT NULL,
    png BLOB NOT NULL,
    added_at INTEGER NOT NULL
) STRICT;

-- What a badge says and shows. A grant names its version; from then on the version stays as it is.
CREATE TABLE badge_version (
    badge_id BLOB NOT NULL REFERENCES badge (id),
    number INTEGER NOT NULL,
    art TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    story_en TEXT NOT NULL,
    story_zh TEXT NOT NULL,
    criteria_en TEXT NOT NULL,
    criteria_zh TEXT NOT NULL,
    by_id BLOB REFERENCES member (id),
    made_at INTEGER NOT NULL,
    frozen_at INTEGER,
    PRIMARY KEY (badge_id, number),
    CONSTRAINT badge_version_number_check CHECK (number > 0)
) STRICT;
INSERT INTO badge_version (badge_id, number, art, name_en, name_zh, story_en, story_zh, criteria_en, criteria_zh, made_at, frozen_at)
SELECT b.id, 1, b.art, b.name_en, b.name_zh, b.story_en, b.story_zh, b.criteria_en, b.criteria_zh, b.created_at,
    (SELECT min(g.granted_at) FROM badge_grant g WHERE g.badge_id = b.id)
FROM badge b;
CREATE TRIGGER badge_version_guard BEFORE UPDATE ON badge_version WHEN OLD.frozen_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a version that was granted is never changed'); END;
CREATE TRIGGER badge_version_stays BEFORE DELETE ON badge_version WHEN OLD.frozen_at IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a version that was granted is never changed'); END;

CREATE TABLE badge_new (
    id BLOB PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    -- The one that is granted from now on.
    version INTEGER NOT NULL,
    scope TEXT NOT NULL,
    -- Empty: given by hand.
    rule TEXT,
    -- How many there will ever be, and how many of these numbers are given.
    edition INTEGER,
    numbered INTEGER NOT NULL,
    is_secret INTEGER NOT NULL,
    family TEXT,
    step INTEGER,
    position INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    retired_at INTEGER,
    CONSTRAINT badge_scope_check CHECK (scope IN ('once', 'event', 'season')),
    CONSTRAINT badge_edition_check CHECK (numbered >= 0 AND (edition IS NULL OR numbered <= edition)),
    CONSTRAINT badge_family_check CHECK ((family IS NULL) = (step IS NULL))
) STRICT;
INSERT INTO badge_new (id, slug, version, scope, rule, numbered, is_secret, family, step, position, created_at)
SELECT id, slug, 1, CASE WHEN by_rule OR slug IN ('seed-member', 'city-founder') THEN 'once' ELSE 'event' END,
    CASE slug WHEN 'first-meetup' THEN 'meetups:1' WHEN 'ten-meetups' THEN 'meetups:10' END, 0, 0,
    CASE WHEN slug IN ('first-meetup', 'ten-meetups') THEN 'meetups' END,
    CASE slug WHEN 'first-meetup' THEN 1 WHEN 'ten-meetups' THEN 3 END, position, created_at
FROM badge;
DROP TABLE badge;
ALTER TABLE badge_new RENAME TO badge;
-- "7 of 100" is a promise: once a number is given, there will not be more of them.
CREATE TRIGGER badge_edition_guard BEFORE UPDATE ON badge
WHEN OLD.numbered > 0 AND OLD.edition IS NOT NULL AND (NEW.edition IS NULL OR NEW.edition > OLD.edition)
BEGIN SELECT RAISE(ABORT, 'a limited edition does not grow'); END;

-- Grants made together: looked at first, carried out as a whole, undone as a whole.
CREATE TABLE badge_batch (
    id BLOB PRIMARY KEY,
    badge_id BLOB NOT NULL REFERENCES badge (id),
    kind TEXT NOT NULL,
    event_id BLOB REFERENCES event (id),
    by_id BLOB NOT NULL REFERENCES member (id),
    -- As it was pasted; empty once it is carried out.
    list TEXT NOT NULL,
    reason TEXT,
    note TEXT,
    made_at INTEGER NOT NULL,
    granted_at INTEGER,
    people INTEGER NOT NULL,
    undone_at INTEGER,
    undone_by_id BLOB REFERENCES member (id),
    CONSTRAINT badge_batch_kind_check CHECK (kind IN ('list', 'event', 'rule')),
    CONSTRAINT badge_batch_undone_check CHECK (undone_at IS NULL OR granted_at IS NOT NULL)
) STRICT;

CREATE TABLE badge_grant_new (
    id BLOB PRIMARY KEY,
    badge_id BLOB NOT NULL REFERENCES badge (id),
    version INTEGER NOT NULL,
    member_id BLOB NOT NULL REFERENCES member (id),
    occasion TEXT NOT NULL,
    number INTEGER,
    event_id BLOB REFERENCES event (id),
    by_id BLOB REFERENCES member (id),
    batch_id BLOB REFERENCES badge_batch (id),
    reason TEXT,
    note TEXT,
    granted_at INTEGER NOT NULL,
    -- The holder's word.
    choice TEXT NOT NULL,
    revoked_at INTEGER,
    revoke_reason TEXT,
    undone_at INTEGER,
    UNIQUE (badge_id, member_id, occasion),
    UNIQUE (badge_id, number),
    FOREIGN KEY (badge_id, version) REFERENCES badge_version (badge_id, number),
    CONSTRAINT badge_grant_choice_check CHECK (choice IN ('open', 'accepted', 'hidden', 'declined')),
    CONSTRAINT badge_grant_revoked_check CHECK ((revoked_at IS NULL) = (revoke_reason IS NULL)),
    CONSTRAINT badge_grant_number_check CHECK (number > 0)
) STRICT;
INSERT INTO badge_grant_new (id, badge_id, version, member_id, occasion, event_id, by_id, reason, note, granted_at, choice)
SELECT id, badge_id, 1, member_id, occasion, event_id, by_id, reason, note, granted_at, 'open' FROM badge_grant;
DROP TABLE badge_grant;
ALTER TABLE badge_grant_new RENAME TO badge_grant;
CREATE INDEX badge_grant_member_id_idx ON badge_grant (member_id);
CREATE INDEX badge_grant_granted_at_idx ON badge_grant (granted_at);
CREATE INDEX badge_grant_batch_id_idx ON badge_grant (batch_id);
CREATE TRIGGER badge_grant_guard BEFORE UPDATE ON badge_grant
WHEN NEW.badge_id <> OLD.badge_id OR NEW.version <> OLD.version OR NEW.member_id <> OLD.member_id
    OR NEW.granted_at <> OLD.granted_at
    OR (OLD.undone_at IS NOT NULL AND NEW.undone_at IS DISTINCT FROM OLD.undone_at)
    -- Only what is undone lets its occasion and its number go.
    OR ((NEW.undone_at IS NULL OR OLD.undone_at IS NOT NULL)
        AND (NEW.occasion <> OLD.occasion OR NEW.number IS DISTINCT FROM OLD.number))
BEGIN SELECT RAISE(ABORT, 'what was granted to whom and when is never changed'); END;
CREATE TRIGGER badge_grant_stays BEFORE DELETE ON badge_grant
BEGIN SELECT RAISE(ABORT, 'what was granted to whom and when is never changed'); END;

-- All that ever happened to a grant.
CREATE TABLE grant_change (
    grant_id BLOB NOT NULL REFERENCES badge_grant (id),
    seq INTEGER NOT NULL,
    what TEXT NOT NULL,
    by_id BLOB REFERENCES member (id),
    reason TEXT,
    at INTEGER NOT NULL,
    PRIMARY KEY (grant_id, seq),
    CONSTRAINT grant_change_what_check
        CHECK (what IN ('granted', 'accepted', 'hidden', 'declined', 'revoked', 'restored', 'undone'))
) STRICT;
INSERT INTO grant_change (grant_id, seq, what, by_id, at) SELECT id, 1, 'granted', by_id, granted_at FROM badge_grant;
CREATE TRIGGER grant_change_no_update BEFORE UPDATE ON grant_change BEGIN SELECT RAISE(ABORT, 'a row of grant_change is never changed'); END;
CREATE TRIGGER grant_change_no_delete BEFORE DELETE ON grant_change BEGIN SELECT RAISE(ABORT, 'a row of grant_change is never changed'); END;
