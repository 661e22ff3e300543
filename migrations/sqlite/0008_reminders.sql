-- Reminders that each event chooses for itself: words of rules, with spaces between.

ALTER TABLE event ADD COLUMN reminders TEXT NOT NULL DEFAULT 'days:1@18:00 minutes:120';

CREATE TABLE reminder_new (
    event_id BLOB NOT NULL REFERENCES event (id),
    rule TEXT NOT NULL,
    starts_at INTEGER NOT NULL,
    sent_at INTEGER NOT NULL,
    people INTEGER NOT NULL,
    PRIMARY KEY (event_id, rule, starts_at)
) STRICT;
INSERT INTO reminder_new (event_id, rule, starts_at, sent_at, people)
    SELECT event_id, CASE rule WHEN 'two_hours' THEN 'minutes:120' ELSE 'days:1@18:00' END, starts_at, sent_at, people
    FROM reminder;
DROP TABLE reminder;
ALTER TABLE reminder_new RENAME TO reminder;
