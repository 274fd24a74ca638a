-- When each step of a window was taken, one row per event of it, and ways from a bank's entry to
-- what it paid. Windows of before this table have no rows until the projection is rebuilt.
CREATE TABLE window_step (
    position             BIGINT PRIMARY KEY,
    window_name          TEXT COLLATE "C" NOT NULL,
    step                 TEXT COLLATE "C" NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL
);
CREATE INDEX window_step_window ON window_step (window_name, step);

CREATE INDEX closing_entry_entry ON closing_entry (entry);
CREATE INDEX closing_entry_uetr ON closing_entry (uetr);
