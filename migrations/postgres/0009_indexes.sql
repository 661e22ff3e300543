-- What is asked often and would read a whole table.

-- The front page: what is not over yet.
CREATE INDEX event_state_ends_at_idx ON event (state, ends_at);
-- Housekeeping: letters that lost their words, jobs that are done.
CREATE INDEX notice_empty_idx ON notice (made_at) WHERE letter = '{}';
CREATE INDEX job_done_at_idx ON job (done_at) WHERE done_at IS NOT NULL;
