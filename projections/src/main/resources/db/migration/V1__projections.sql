-- Tables of the projections. Every one can be emptied and folded again from the journal.
--
-- Amounts are whole pico-units (10^-12) of an asset in NUMERIC(39,0), which holds 128 bits. Sums of
-- tokens are NUMERIC too: a record may carry 2^53 - 1 of a class, so a sum may leave 63 bits.
-- Times are nanoseconds since 1970 in BIGINT, because TIMESTAMPTZ keeps microseconds only.
-- Names sort by bytes (COLLATE "C"), the same on every machine.
-- The fill factors leave room for updates in place: every row there is updated per batch.

-- Where Axon keeps how far each processor has come; the names are Axon's.
CREATE TABLE token_entry (
    processorName VARCHAR(255) NOT NULL,
    segment       INTEGER      NOT NULL,
    token         BYTEA,
    tokenType     VARCHAR(255),
    timestamp     VARCHAR(255),
    owner         VARCHAR(255),
    PRIMARY KEY (processorName, segment)
) WITH (fillfactor = 50);

-- The last journal position whose effect is in a projection's tables; no row: none.
CREATE TABLE projection_progress (
    projection TEXT COLLATE "C" PRIMARY KEY,
    position   BIGINT NOT NULL CHECK (position >= 0)
) WITH (fillfactor = 50);

-- ---- wallet ------------------------------------------------------------------------------------

CREATE TABLE wallet_tenant (
    tenant   TEXT COLLATE "C" PRIMARY KEY,
    operator TEXT COLLATE "C" NOT NULL
);

CREATE TABLE wallet_balance (
    wallet_ref      INTEGER PRIMARY KEY,
    wallet          TEXT COLLATE "C" NOT NULL UNIQUE,
    tenant          TEXT COLLATE "C" NOT NULL,
    operator        TEXT COLLATE "C" NOT NULL,
    asset           TEXT COLLATE "C" NOT NULL,
    posted          NUMERIC(39, 0) NOT NULL,
    held            NUMERIC(39, 0) NOT NULL,
    overdraft_limit NUMERIC(39, 0) NOT NULL,
    shortfall       NUMERIC(39, 0) NOT NULL,
    position        BIGINT NOT NULL
) WITH (fillfactor = 70);

CREATE TABLE wallet_grant (
    grant_ref                INTEGER PRIMARY KEY,
    grant_name               TEXT COLLATE "C" NOT NULL UNIQUE,
    wallet                   TEXT COLLATE "C" NOT NULL,
    asset                    TEXT COLLATE "C" NOT NULL,
    kind                     TEXT COLLATE "C" NOT NULL,
    priority                 INTEGER NOT NULL,
    amount                   NUMERIC(39, 0) NOT NULL,
    remaining                NUMERIC(39, 0) NOT NULL,
    effective_at_epoch_nanos BIGINT NOT NULL,
    expires_at_epoch_nanos   BIGINT NOT NULL,
    recorded_epoch_nanos     BIGINT NOT NULL,
    position                 BIGINT NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX wallet_grant_wallet ON wallet_grant (wallet, grant_ref);

-- ---- usage -------------------------------------------------------------------------------------

CREATE TABLE usage_cube (
    wallet               TEXT COLLATE "C" NOT NULL,
    hour_epoch_hours     BIGINT NOT NULL,
    model                TEXT COLLATE "C" NOT NULL,
    records              BIGINT NOT NULL,
    retail               NUMERIC(39, 0) NOT NULL,
    input_uncached       NUMERIC(39, 0) NOT NULL,
    input_cache_read     NUMERIC(39, 0) NOT NULL,
    input_cache_write_5m NUMERIC(39, 0) NOT NULL,
    input_cache_write_1h NUMERIC(39, 0) NOT NULL,
    input_audio          NUMERIC(39, 0) NOT NULL,
    input_image          NUMERIC(39, 0) NOT NULL,
    output_text          NUMERIC(39, 0) NOT NULL,
    output_reasoning     NUMERIC(39, 0) NOT NULL,
    output_audio         NUMERIC(39, 0) NOT NULL,
    tool_calls           NUMERIC(39, 0) NOT NULL,
    PRIMARY KEY (wallet, hour_epoch_hours, model)
) WITH (fillfactor = 70);

-- One row at most, number 1.
CREATE TABLE usage_totals (
    id                   INTEGER PRIMARY KEY CHECK (id = 1),
    accepted             BIGINT NOT NULL,
    suspended            BIGINT NOT NULL,
    late                 BIGINT NOT NULL,
    roaming              BIGINT NOT NULL,
    input_uncached       NUMERIC(39, 0) NOT NULL,
    input_cache_read     NUMERIC(39, 0) NOT NULL,
    input_cache_write_5m NUMERIC(39, 0) NOT NULL,
    input_cache_write_1h NUMERIC(39, 0) NOT NULL,
    input_audio          NUMERIC(39, 0) NOT NULL,
    input_image          NUMERIC(39, 0) NOT NULL,
    output_text          NUMERIC(39, 0) NOT NULL,
    output_reasoning     NUMERIC(39, 0) NOT NULL,
    output_audio         NUMERIC(39, 0) NOT NULL,
    tool_calls           NUMERIC(39, 0) NOT NULL
) WITH (fillfactor = 20);

CREATE TABLE suspense_summary (
    reason  TEXT COLLATE "C" PRIMARY KEY,
    records BIGINT NOT NULL,
    tokens  NUMERIC(39, 0) NOT NULL
) WITH (fillfactor = 50);

-- ---- position ----------------------------------------------------------------------------------

-- Usage names tariff versions and windows by number: the count of those published before.
CREATE TABLE position_tariff (
    version_ref    INTEGER PRIMARY KEY,
    tariff         TEXT COLLATE "C" NOT NULL,
    tariff_version INTEGER NOT NULL,
    asset          TEXT COLLATE "C" NOT NULL
);

CREATE TABLE position_window (
    window_ref  INTEGER PRIMARY KEY,
    window_name TEXT COLLATE "C" NOT NULL
);

CREATE TABLE bilateral_position (
    window_name          TEXT COLLATE "C" NOT NULL,
    home_operator        TEXT COLLATE "C" NOT NULL,
    serving_operator     TEXT COLLATE "C" NOT NULL,
    asset                TEXT COLLATE "C" NOT NULL,
    model                TEXT COLLATE "C" NOT NULL,
    tariff               TEXT COLLATE "C" NOT NULL,
    tariff_version       INTEGER NOT NULL,
    records              BIGINT NOT NULL,
    exact                NUMERIC(39, 0) NOT NULL,
    input_uncached       NUMERIC(39, 0) NOT NULL,
    input_cache_read     NUMERIC(39, 0) NOT NULL,
    input_cache_write_5m NUMERIC(39, 0) NOT NULL,
    input_cache_write_1h NUMERIC(39, 0) NOT NULL,
    input_audio          NUMERIC(39, 0) NOT NULL,
    input_image          NUMERIC(39, 0) NOT NULL,
    output_text          NUMERIC(39, 0) NOT NULL,
    output_reasoning     NUMERIC(39, 0) NOT NULL,
    output_audio         NUMERIC(39, 0) NOT NULL,
    tool_calls           NUMERIC(39, 0) NOT NULL,
    PRIMARY KEY (window_name, home_operator, serving_operator, asset, model, tariff, tariff_version)
) WITH (fillfactor = 70);

-- ---- settlement --------------------------------------------------------------------------------

CREATE TABLE settlement_window (
    window_name           TEXT COLLATE "C" PRIMARY KEY,
    settlement_model      TEXT COLLATE "C" NOT NULL,
    state                 TEXT COLLATE "C" NOT NULL,
    starts_at_epoch_nanos BIGINT NOT NULL,
    cut_off_epoch_nanos   BIGINT,
    last_sequence         BIGINT,
    records               BIGINT NOT NULL,
    tokens                BIGINT[] NOT NULL,
    merkle_root           TEXT COLLATE "C",
    statements            INTEGER NOT NULL,
    opened_position       BIGINT NOT NULL UNIQUE,
    changed_epoch_nanos   BIGINT NOT NULL,
    position              BIGINT NOT NULL
);

-- An ordinal keeps the order in which the journal lists documents and lines: the canonical one.
CREATE TABLE statement (
    statement        TEXT COLLATE "C" PRIMARY KEY,
    window_name      TEXT COLLATE "C" NOT NULL,
    ordinal          INTEGER NOT NULL,
    home_operator    TEXT COLLATE "C" NOT NULL,
    serving_operator TEXT COLLATE "C" NOT NULL,
    asset            TEXT COLLATE "C" NOT NULL,
    minor_digits     INTEGER NOT NULL,
    exact            NUMERIC(39, 0) NOT NULL,
    total            BIGINT NOT NULL,
    issued           BOOLEAN NOT NULL,
    position         BIGINT NOT NULL,
    UNIQUE (window_name, ordinal)
);

CREATE TABLE statement_line (
    statement      TEXT COLLATE "C" NOT NULL,
    ordinal        INTEGER NOT NULL,
    model          TEXT COLLATE "C" NOT NULL,
    tariff         TEXT COLLATE "C" NOT NULL,
    tariff_version INTEGER NOT NULL,
    records        BIGINT NOT NULL,
    tokens         BIGINT[] NOT NULL,
    exact          NUMERIC(39, 0) NOT NULL,
    rounded        BIGINT NOT NULL,
    PRIMARY KEY (statement, ordinal)
);

CREATE TABLE net_position (
    window_name TEXT COLLATE "C" NOT NULL,
    ordinal     INTEGER NOT NULL,
    asset       TEXT COLLATE "C" NOT NULL,
    operator    TEXT COLLATE "C" NOT NULL,
    minor       BIGINT NOT NULL,
    PRIMARY KEY (window_name, ordinal)
);

CREATE TABLE bilateral_net (
    window_name TEXT COLLATE "C" NOT NULL,
    ordinal     INTEGER NOT NULL,
    asset       TEXT COLLATE "C" NOT NULL,
    debtor      TEXT COLLATE "C" NOT NULL,
    creditor    TEXT COLLATE "C" NOT NULL,
    minor       BIGINT NOT NULL,
    PRIMARY KEY (window_name, ordinal)
);

-- ---- reference ---------------------------------------------------------------------------------

CREATE TABLE reference_operator (
    operator             TEXT COLLATE "C" PRIMARY KEY,
    country              TEXT COLLATE "C" NOT NULL,
    currency             TEXT COLLATE "C" NOT NULL,
    public_key           TEXT COLLATE "C" NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL,
    position             BIGINT NOT NULL
);

CREATE TABLE reference_factory (
    factory              TEXT COLLATE "C" PRIMARY KEY,
    operator             TEXT COLLATE "C" NOT NULL,
    jurisdiction         TEXT COLLATE "C" NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL,
    position             BIGINT NOT NULL
);

CREATE TABLE reference_model (
    model                TEXT COLLATE "C" PRIMARY KEY,
    recorded_epoch_nanos BIGINT NOT NULL,
    position             BIGINT NOT NULL
);

CREATE TABLE reference_tenant (
    tenant               TEXT COLLATE "C" PRIMARY KEY,
    operator             TEXT COLLATE "C" NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL,
    position             BIGINT NOT NULL
);

CREATE TABLE reference_tariff (
    tariff                     TEXT COLLATE "C" NOT NULL,
    tariff_version             INTEGER NOT NULL,
    kind                       TEXT COLLATE "C" NOT NULL,
    operator                   TEXT COLLATE "C" NOT NULL,
    asset                      TEXT COLLATE "C" NOT NULL,
    zone                       TEXT COLLATE "C" NOT NULL,
    effective_from_epoch_nanos BIGINT NOT NULL,
    minimum_charge             NUMERIC(39, 0) NOT NULL,
    recorded_epoch_nanos       BIGINT NOT NULL,
    position                   BIGINT NOT NULL,
    PRIMARY KEY (tariff, tariff_version)
);

CREATE TABLE reference_tariff_price (
    tariff               TEXT COLLATE "C" NOT NULL,
    tariff_version       INTEGER NOT NULL,
    ordinal              INTEGER NOT NULL,
    model                TEXT COLLATE "C" NOT NULL,
    token_class          TEXT COLLATE "C" NOT NULL,
    jurisdiction         TEXT COLLATE "C" NOT NULL,
    price_pico_per_token BIGINT NOT NULL,
    PRIMARY KEY (tariff, tariff_version, ordinal)
);

CREATE TABLE reference_agreement (
    agreement                  TEXT COLLATE "C" NOT NULL,
    agreement_version          INTEGER NOT NULL,
    home_operator              TEXT COLLATE "C" NOT NULL,
    serving_operator           TEXT COLLATE "C" NOT NULL,
    inter_operator_tariff      TEXT COLLATE "C" NOT NULL,
    settlement_model           TEXT COLLATE "C" NOT NULL,
    effective_from_epoch_nanos BIGINT NOT NULL,
    recorded_epoch_nanos       BIGINT NOT NULL,
    position                   BIGINT NOT NULL,
    PRIMARY KEY (agreement, agreement_version)
);

CREATE TABLE reference_wallet (
    wallet                TEXT COLLATE "C" PRIMARY KEY,
    tenant                TEXT COLLATE "C" NOT NULL,
    asset                 TEXT COLLATE "C" NOT NULL,
    tariff                TEXT COLLATE "C" NOT NULL,
    overdraft_limit       NUMERIC(39, 0) NOT NULL,
    allowed_jurisdictions TEXT[] NOT NULL,
    recorded_epoch_nanos  BIGINT NOT NULL,
    position              BIGINT NOT NULL
);
