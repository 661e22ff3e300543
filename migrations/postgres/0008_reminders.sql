-- Reminders that each event chooses for itself: words of rules, with spaces between.

ALTER TABLE event ADD COLUMN reminders TEXT NOT NULL DEFAULT 'days:1@18:00 minutes:120';

ALTER TABLE reminder DROP CONSTRAINT reminder_rule_check;
UPDATE reminder SET rule = CASE rule WHEN 'two_hours' THEN 'minutes:120' ELSE 'days:1@18:00' END;
