-- Missed pay-ins and what became of them; collateral; recast windows.

CREATE TABLE missed_pay_in (
    window_name             TEXT COLLATE "C" NOT NULL,
    operator                TEXT COLLATE "C" NOT NULL,
    state                   TEXT COLLATE "C" NOT NULL,
    grace_until_epoch_nanos BIGINT NOT NULL,
    reference               TEXT COLLATE "C" NOT NULL,
    maker                   TEXT COLLATE "C" NOT NULL,
    checker                 TEXT COLLATE "C" NOT NULL,
    next_window             TEXT COLLATE "C" NOT NULL,
    recast_rule             TEXT COLLATE "C" NOT NULL,
    late_position           BIGINT NOT NULL,
    position                BIGINT NOT NULL,
    PRIMARY KEY (window_name, operator)
);

CREATE TABLE missed_amount (
    window_name TEXT COLLATE "C" NOT NULL,
    operator    TEXT COLLATE "C" NOT NULL,
    asset       TEXT COLLATE "C" NOT NULL,
    minor       BIGINT NOT NULL,
    PRIMARY KEY (window_name, operator, asset)
);

-- What is pledged now, and each deposit (above 0), withdrawal and draw (below 0) that made it so.
CREATE TABLE collateral (
    operator TEXT COLLATE "C" NOT NULL,
    asset    TEXT COLLATE "C" NOT NULL,
    minor    BIGINT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (operator, asset)
);

CREATE TABLE collateral_entry (
    position             BIGINT NOT NULL,
    ordinal              INTEGER NOT NULL,
    operator             TEXT COLLATE "C" NOT NULL,
    asset                TEXT COLLATE "C" NOT NULL,
    minor                BIGINT NOT NULL,
    entry                TEXT COLLATE "C" NOT NULL,
    window_name          TEXT COLLATE "C" NOT NULL,
    defaulter            TEXT COLLATE "C" NOT NULL,
    resource             TEXT COLLATE "C" NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL,
    PRIMARY KEY (position, ordinal)
);
CREATE INDEX collateral_entry_window ON collateral_entry (window_name);

CREATE TABLE recast_position (
    position         BIGINT NOT NULL,
    asset            TEXT COLLATE "C" NOT NULL,
    operator         TEXT COLLATE "C" NOT NULL,
    window_name      TEXT COLLATE "C" NOT NULL,
    before_minor     BIGINT NOT NULL,
    after_minor      BIGINT NOT NULL,
    difference_minor BIGINT NOT NULL,
    PRIMARY KEY (position, asset, operator)
);
CREATE INDEX recast_position_window ON recast_position (window_name);
