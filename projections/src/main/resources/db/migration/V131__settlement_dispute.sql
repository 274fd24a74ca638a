-- Disputes over lines of statements, and the lines they are about.

CREATE TABLE dispute (
    dispute              TEXT COLLATE "C" PRIMARY KEY,
    window_name          TEXT COLLATE "C" NOT NULL,
    statement            TEXT COLLATE "C" NOT NULL,
    operator             TEXT COLLATE "C" NOT NULL,
    state                TEXT COLLATE "C" NOT NULL,
    withheld             BOOLEAN NOT NULL,
    deadline_epoch_nanos BIGINT NOT NULL,
    reason               TEXT COLLATE "C" NOT NULL,
    next_window          TEXT COLLATE "C" NOT NULL,
    opened_position      BIGINT NOT NULL,
    position             BIGINT NOT NULL
);
CREATE INDEX dispute_window ON dispute (window_name);

CREATE TABLE dispute_line (
    dispute        TEXT COLLATE "C" NOT NULL,
    line           INTEGER NOT NULL,
    claimed_minor  BIGINT NOT NULL,
    granted_minor  BIGINT NOT NULL,
    credited_minor BIGINT NOT NULL,
    debited_minor  BIGINT NOT NULL,
    PRIMARY KEY (dispute, line)
);

-- Each step, who took it (nobody: its deadline did) and what was said.
CREATE TABLE dispute_step (
    position             BIGINT PRIMARY KEY,
    dispute              TEXT COLLATE "C" NOT NULL,
    state                TEXT COLLATE "C" NOT NULL,
    operator             TEXT COLLATE "C" NOT NULL,
    actor                TEXT COLLATE "C" NOT NULL,
    note                 TEXT COLLATE "C" NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL
);
CREATE INDEX dispute_step_dispute ON dispute_step (dispute);
