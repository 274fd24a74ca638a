-- Windows that take their own steps: settlement models, when what is due, and what senders say of
-- their batches.

CREATE TABLE settlement_model (
    model           TEXT COLLATE "C" PRIMARY KEY,
    version         INTEGER NOT NULL,
    calendar        TEXT COLLATE "C" NOT NULL,
    zone            TEXT COLLATE "C" NOT NULL,
    cut_off_minute  INTEGER NOT NULL,
    cut_offs        BIGINT[] NOT NULL,
    grace_nanos     BIGINT NOT NULL,
    affirm_nanos    BIGINT NOT NULL,
    tolerance_minor BIGINT NOT NULL,
    currencies      TEXT[] NOT NULL,
    position        BIGINT NOT NULL
);

-- Grace is 0 until the cut-off; what stopped a window's own steps is empty while it takes them.
CREATE TABLE window_schedule (
    window_name             TEXT COLLATE "C" PRIMARY KEY,
    model_version           INTEGER NOT NULL,
    cut_off_epoch_nanos     BIGINT NOT NULL,
    grace_nanos             BIGINT NOT NULL,
    affirm_nanos            BIGINT NOT NULL,
    tolerance_minor         BIGINT NOT NULL,
    grace_until_epoch_nanos BIGINT NOT NULL,
    stopped_at              TEXT COLLATE "C" NOT NULL,
    stopped_reason          TEXT COLLATE "C" NOT NULL,
    position                BIGINT NOT NULL
);

-- A row per notice; those returned to the sender say why, for others that is empty.
CREATE TABLE settlement_batch (
    position             BIGINT PRIMARY KEY,
    window_name          TEXT COLLATE "C" NOT NULL,
    serving_operator     TEXT COLLATE "C" NOT NULL,
    home_operator        TEXT COLLATE "C" NOT NULL,
    sequence             INTEGER NOT NULL,
    records              BIGINT NOT NULL,
    tokens               BIGINT NOT NULL,
    last                 BOOLEAN NOT NULL,
    returned             TEXT COLLATE "C" NOT NULL,
    reason               TEXT COLLATE "C" NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL
);
CREATE INDEX settlement_batch_window ON settlement_batch (window_name);
