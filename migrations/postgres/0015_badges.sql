-- Badges in full: versions that are frozen once granted, limited editions, rules, batches; what became of each grant.

-- Drawings that were handed in, written anew, and the picture made from each.
CREATE TABLE badge_art (
    id UUID PRIMARY KEY,
    svg TEXT NOT NULL,
    png BYTEA NOT NULL,
    added_at BIGINT NOT NULL
);

-- What a badge says and shows. A grant names its version; from then on the version stays as it is.
CREATE TABLE badge_version (
    badge_id UUID NOT NULL REFERENCES badge (id),
    number BIGINT NOT NULL,
    art TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    story_en TEXT NOT NULL,
    story_zh TEXT NOT NULL,
    criteria_en TEXT NOT NULL,
    criteria_zh TEXT NOT NULL,
    by_id UUID REFERENCES member (id),
    made_at BIGINT NOT NULL,
    frozen_at BIGINT,
    PRIMARY KEY (badge_id, number),
    CONSTRAINT badge_version_number_check CHECK (number > 0)
);
INSERT INTO badge_version (badge_id, number, art, name_en, name_zh, story_en, story_zh, criteria_en, criteria_zh, made_at, frozen_at)
SELECT b.id, 1, b.art, b.name_en, b.name_zh, b.story_en, b.story_zh, b.criteria_en, b.criteria_zh, b.created_at,
    (SELECT min(g.granted_at) FROM badge_grant g WHERE g.badge_id = b.id)
FROM badge b;
CREATE FUNCTION refuse_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a version that was granted is never changed'; END $$;
CREATE TRIGGER badge_version_guard BEFORE UPDATE ON badge_version FOR EACH ROW
WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION refuse_version();
CREATE TRIGGER badge_version_stays BEFORE DELETE ON badge_version FOR EACH ROW
WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION refuse_version();

ALTER TABLE badge
    -- The one that is granted from now on.
    ADD COLUMN version BIGINT NOT NULL DEFAULT 1,
    ADD COLUMN scope TEXT NOT NULL DEFAULT 'event',
    -- Empty: given by hand.
    ADD COLUMN rule TEXT,
    -- How many there will ever be, and how many of these numbers are given.
    ADD COLUMN edition BIGINT,
    ADD COLUMN numbered BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN is_secret BOOLEAN NOT NULL DEFAULT FALSE,
    ADD COLUMN family TEXT,
    ADD COLUMN step BIGINT,
    ADD COLUMN retired_at BIGINT,
    ADD CONSTRAINT badge_scope_check CHECK (scope IN ('once', 'event', 'season')),
    ADD CONSTRAINT badge_edition_check CHECK (numbered >= 0 AND (edition IS NULL OR numbered <= edition)),
    ADD CONSTRAINT badge_family_check CHECK ((family IS NULL) = (step IS NULL));
UPDATE badge SET scope = 'once' WHERE by_rule OR slug IN ('seed-member', 'city-founder');
UPDATE badge SET rule = 'meetups:1', family = 'meetups', step = 1 WHERE slug = 'first-meetup';
UPDATE badge SET rule = 'meetups:10', family = 'meetups', step = 3 WHERE slug = 'ten-meetups';
ALTER TABLE badge
    ALTER COLUMN version DROP DEFAULT,
    ALTER COLUMN scope DROP DEFAULT,
    ALTER COLUMN numbered DROP DEFAULT,
    ALTER COLUMN is_secret DROP DEFAULT,
    DROP COLUMN art,
    DROP COLUMN name_en,
    DROP COLUMN name_zh,
    DROP COLUMN story_en,
    DROP COLUMN story_zh,
    DROP COLUMN criteria_en,
    DROP COLUMN criteria_zh,
    DROP COLUMN by_rule;
-- "7 of 100" is a promise: once a number is given, there will not be more of them.
CREATE FUNCTION refuse_larger_edition() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a limited edition does not grow'; END $$;
CREATE TRIGGER badge_edition_guard BEFORE UPDATE ON badge FOR EACH ROW
WHEN (OLD.numbered > 0 AND OLD.edition IS NOT NULL AND (NEW.edition IS NULL OR NEW.edition > OLD.edition))
EXECUTE FUNCTION refuse_larger_edition();

-- Grants made together: looked at first, carried out as a whole, undone as a whole.
CREATE TABLE badge_batch (
    id UUID PRIMARY KEY,
    badge_id UUID NOT NULL REFERENCES badge (id),
    kind TEXT NOT NULL,
    event_id UUID REFERENCES event (id),
    by_id UUID NOT NULL REFERENCES member (id),
    -- As it was pasted; empty once it is carried out.
    list TEXT NOT NULL,
    reason TEXT,
    note TEXT,
    made_at BIGINT NOT NULL,
    granted_at BIGINT,
    people BIGINT NOT NULL,
    undone_at BIGINT,
    undone_by_id UUID REFERENCES member (id),
    CONSTRAINT badge_batch_kind_check CHECK (kind IN ('list', 'event', 'rule')),
    CONSTRAINT badge_batch_undone_check CHECK (undone_at IS NULL OR granted_at IS NOT NULL)
);

ALTER TABLE badge_grant
    ADD COLUMN version BIGINT NOT NULL DEFAULT 1,
    ADD COLUMN number BIGINT,
    ADD COLUMN batch_id UUID REFERENCES badge_batch (id),
    -- The holder's word.
    ADD COLUMN choice TEXT NOT NULL DEFAULT 'open',
    ADD COLUMN revoked_at BIGINT,
    ADD COLUMN revoke_reason TEXT,
    ADD COLUMN undone_at BIGINT,
    ADD UNIQUE (badge_id, number),
    ADD FOREIGN KEY (badge_id, version) REFERENCES badge_version (badge_id, number),
    ADD CONSTRAINT badge_grant_choice_check CHECK (choice IN ('open', 'accepted', 'hidden', 'declined')),
    ADD CONSTRAINT badge_grant_revoked_check CHECK ((revoked_at IS NULL) = (revoke_reason IS NULL)),
    ADD CONSTRAINT badge_grant_number_check CHECK (number > 0);
ALTER TABLE badge_grant ALTER COLUMN version DROP DEFAULT, ALTER COLUMN choice DROP DEFAULT;
CREATE INDEX badge_grant_batch_id_idx ON badge_grant (batch_id);
CREATE FUNCTION refuse_other_grant() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'what was granted to whom and when is never changed'; END $$;
CREATE TRIGGER badge_grant_guard BEFORE UPDATE ON badge_grant FOR EACH ROW
WHEN (NEW.badge_id <> OLD.badge_id OR NEW.version <> OLD.version OR NEW.member_id <> OLD.member_id
    OR NEW.granted_at <> OLD.granted_at
    OR (OLD.undone_at IS NOT NULL AND NEW.undone_at IS DISTINCT FROM OLD.undone_at)
    -- Only what is undone lets its occasion and its number go.
    OR ((NEW.undone_at IS NULL OR OLD.undone_at IS NOT NULL)
        AND (NEW.occasion <> OLD.occasion OR NEW.number IS DISTINCT FROM OLD.number)))
EXECUTE FUNCTION refuse_other_grant();
CREATE TRIGGER badge_grant_stays BEFORE DELETE ON badge_grant FOR EACH ROW EXECUTE FUNCTION refuse_other_grant();

-- All that ever happened to a grant.
CREATE TABLE grant_change (
    grant_id UUID NOT NULL REFERENCES badge_grant (id),
    seq BIGINT NOT NULL,
    what TEXT NOT NULL,
    by_id UUID REFERENCES member (id),
    reason TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (grant_id, seq),
    CONSTRAINT grant_change_what_check
        CHECK (what IN ('granted', 'accepted', 'hidden', 'declined', 'revoked', 'restored', 'undone'))
);
INSERT INTO grant_change (grant_id, seq, what, by_id, at) SELECT id, 1, 'granted', by_id, granted_at FROM badge_grant;
CREATE TRIGGER grant_change_no_change BEFORE UPDATE OR DELETE ON grant_change FOR EACH ROW EXECUTE FUNCTION refuse_change();
