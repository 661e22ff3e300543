-- Codes are counted by the day; an invitation by mail replaces the one before it.

ALTER TABLE one_time_code ADD COLUMN since BIGINT NOT NULL DEFAULT 0;
ALTER TABLE one_time_code ADD COLUMN issued BIGINT NOT NULL DEFAULT 0;

-- The hash of the address, for those who are asked by mail.
ALTER TABLE event_invitation ADD COLUMN address_hash BYTEA;
