-- A settlement window from issued statements to finality. Texts that nothing has been said of are
-- empty, numbers 0.

CREATE TABLE closing_window (
    window_name           TEXT COLLATE "C" PRIMARY KEY,
    affirm_by_epoch_nanos BIGINT NOT NULL,
    tolerance_minor       BIGINT NOT NULL,
    asked_hash            TEXT COLLATE "C" NOT NULL,
    approved_hash         TEXT COLLATE "C" NOT NULL,
    approval_maker        TEXT COLLATE "C" NOT NULL,
    approval_checker      TEXT COLLATE "C" NOT NULL,
    due_by_epoch_nanos    BIGINT NOT NULL,
    value_date_epoch_day  BIGINT NOT NULL,
    instruction_maker     TEXT COLLATE "C" NOT NULL,
    instruction_checker   TEXT COLLATE "C" NOT NULL,
    certificate           TEXT COLLATE "C" NOT NULL,
    finalised_epoch_nanos BIGINT NOT NULL,
    next_window           TEXT COLLATE "C" NOT NULL,
    abort_reason          TEXT COLLATE "C" NOT NULL
);

-- A side of a statement: how it was affirmed, or what its operator calculated instead.
CREATE TABLE closing_side (
    statement     TEXT COLLATE "C" NOT NULL,
    operator      TEXT COLLATE "C" NOT NULL,
    window_name   TEXT COLLATE "C" NOT NULL,
    maker         TEXT COLLATE "C" NOT NULL,
    checker       TEXT COLLATE "C" NOT NULL,
    how           TEXT COLLATE "C" NOT NULL,
    own_hash      TEXT COLLATE "C" NOT NULL,
    own_minor     BIGINT NOT NULL,
    position      BIGINT NOT NULL,
    PRIMARY KEY (statement, operator)
);
CREATE INDEX closing_side_window ON closing_side (window_name);

-- What the first of two persons proposed and the second has not done yet.
CREATE TABLE closing_act (
    window_name TEXT COLLATE "C" NOT NULL,
    act         TEXT COLLATE "C" NOT NULL,
    actor       TEXT COLLATE "C" NOT NULL,
    subject     TEXT COLLATE "C" NOT NULL,
    position    BIGINT NOT NULL,
    PRIMARY KEY (window_name, act)
);

CREATE TABLE closing_pay_in (
    window_name    TEXT COLLATE "C" NOT NULL,
    asset          TEXT COLLATE "C" NOT NULL,
    operator       TEXT COLLATE "C" NOT NULL,
    due_minor      BIGINT NOT NULL,
    received_minor BIGINT NOT NULL,
    PRIMARY KEY (window_name, asset, operator)
);

CREATE TABLE closing_leg (
    window_name          TEXT COLLATE "C" NOT NULL,
    leg                  INTEGER NOT NULL,
    uetr                 TEXT COLLATE "C" NOT NULL UNIQUE,
    asset                TEXT COLLATE "C" NOT NULL,
    debtor               TEXT COLLATE "C" NOT NULL,
    creditor             TEXT COLLATE "C" NOT NULL,
    minor                BIGINT NOT NULL,
    confirmed_minor      BIGINT NOT NULL,
    value_date_epoch_day BIGINT NOT NULL,
    PRIMARY KEY (window_name, leg)
);

-- What banks said, one row per event: pay-ins, confirmations of legs, and what matched nothing.
CREATE TABLE closing_entry (
    position             BIGINT PRIMARY KEY,
    window_name          TEXT COLLATE "C" NOT NULL,
    kind                 TEXT COLLATE "C" NOT NULL,
    entry                TEXT COLLATE "C" NOT NULL,
    uetr                 TEXT COLLATE "C" NOT NULL,
    operator             TEXT COLLATE "C" NOT NULL,
    asset                TEXT COLLATE "C" NOT NULL,
    minor                BIGINT NOT NULL,
    reason               TEXT COLLATE "C" NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL
);
CREATE INDEX closing_entry_window ON closing_entry (window_name);
