-- What the whole ledger adds: credit that lapses, rolls over and moves, holds, quotas, caps, tiers,
-- and usage that leaves suspense. A column of an older row says what the journal said of it: nothing.

-- ---- wallet ------------------------------------------------------------------------------------

-- A top-up amount of 0: no arrangement.
ALTER TABLE wallet_balance
    ADD COLUMN suspended        BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN suspended_reason TEXT COLLATE "C" NOT NULL DEFAULT '',
    ADD COLUMN alert_thresholds NUMERIC(39, 0)[] NOT NULL DEFAULT '{}',
    ADD COLUMN top_up_threshold NUMERIC(39, 0) NOT NULL DEFAULT 0,
    ADD COLUMN top_up_amount    NUMERIC(39, 0) NOT NULL DEFAULT 0;

-- 0 rollovers: what is left at expiry lapses.
ALTER TABLE wallet_grant
    ADD COLUMN applies_to                  TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN rollover_share_basis_points INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN rollover_period_nanos       BIGINT NOT NULL DEFAULT 0,
    ADD COLUMN rollover_times              INTEGER NOT NULL DEFAULT 0;

-- Closed at 0: open. Closed holds are kept for 40 days.
CREATE TABLE wallet_hold (
    hold_name               TEXT COLLATE "C" PRIMARY KEY,
    wallet                  TEXT COLLATE "C" NOT NULL,
    model                   TEXT COLLATE "C" NOT NULL,
    factory                 TEXT COLLATE "C" NOT NULL,
    tariff                  TEXT COLLATE "C" NOT NULL,
    state                   TEXT COLLATE "C" NOT NULL,
    sequence                INTEGER NOT NULL,
    reserved                NUMERIC(39, 0) NOT NULL,
    charged                 NUMERIC(39, 0) NOT NULL,
    valid_until_epoch_nanos BIGINT NOT NULL,
    opened_epoch_nanos      BIGINT NOT NULL,
    closed_epoch_nanos      BIGINT NOT NULL,
    opened_position         BIGINT NOT NULL,
    position                BIGINT NOT NULL
) WITH (fillfactor = 70);

CREATE INDEX wallet_hold_open ON wallet_hold (wallet, opened_position) WHERE state = 'OPEN';
CREATE INDEX wallet_hold_closed ON wallet_hold (closed_epoch_nanos) WHERE closed_epoch_nanos > 0;

-- ---- usage -------------------------------------------------------------------------------------

-- Records of senders count as records; corrections, voids and re-pricings as adjustments.
ALTER TABLE usage_cube ADD COLUMN adjustments BIGINT NOT NULL DEFAULT 0;

-- What waits in suspense, a row each: it leaves with the record that settles it.
CREATE TABLE suspense_record (
    position             BIGINT PRIMARY KEY,
    reason               TEXT COLLATE "C" NOT NULL,
    tokens               NUMERIC(39, 0) NOT NULL,
    kind                 TEXT COLLATE "C" NOT NULL,
    source               TEXT COLLATE "C" NOT NULL,
    id                   TEXT COLLATE "C" NOT NULL,
    wallet               TEXT COLLATE "C" NOT NULL,
    home_operator        TEXT COLLATE "C" NOT NULL,
    serving_operator     TEXT COLLATE "C" NOT NULL,
    model                TEXT COLLATE "C" NOT NULL,
    ended_epoch_nanos    BIGINT NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL
);

-- Version 1 counted what waits and did not list it: the usage projection starts over.
TRUNCATE usage_cube, usage_totals, suspense_summary;
DELETE FROM projection_progress WHERE projection = 'usage';
DELETE FROM token_entry WHERE processorName = 'usage';

-- Who released what in spite of time or residency: kept when the record has left suspense. Approved
-- by nobody, at 0: not yet.
CREATE TABLE suspense_release (
    position             BIGINT PRIMARY KEY,
    proposed_by          TEXT COLLATE "C" NOT NULL,
    reason               TEXT COLLATE "C" NOT NULL,
    proposed_epoch_nanos BIGINT NOT NULL,
    approved_by          TEXT COLLATE "C" NOT NULL,
    approved_epoch_nanos BIGINT NOT NULL
);

-- ---- reference ---------------------------------------------------------------------------------

ALTER TABLE reference_tariff ADD COLUMN tier_period TEXT COLLATE "C" NOT NULL DEFAULT 'MONTH';

ALTER TABLE reference_tariff_price
    ADD COLUMN tier_mode                 TEXT COLLATE "C" NOT NULL DEFAULT 'FLAT',
    ADD COLUMN tier_from_tokens          BIGINT[] NOT NULL DEFAULT '{}',
    ADD COLUMN tier_price_pico_per_token BIGINT[] NOT NULL DEFAULT '{}';

-- An empty token class: all of them. Limit and burst are tokens, requests or pico-units.
CREATE TABLE limit_quota (
    quota                TEXT COLLATE "C" PRIMARY KEY,
    scope                TEXT COLLATE "C" NOT NULL,
    subject              TEXT COLLATE "C" NOT NULL,
    period               TEXT COLLATE "C" NOT NULL,
    sliding              BOOLEAN NOT NULL,
    measure              TEXT COLLATE "C" NOT NULL,
    token_class          TEXT COLLATE "C" NOT NULL,
    asset                TEXT COLLATE "C" NOT NULL,
    quota_limit          NUMERIC(39, 0) NOT NULL,
    burst                NUMERIC(39, 0) NOT NULL,
    mode                 TEXT COLLATE "C" NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL,
    position             BIGINT NOT NULL
);

CREATE INDEX limit_quota_subject ON limit_quota (scope, subject, quota);

CREATE TABLE limit_bilateral_cap (
    home_operator        TEXT COLLATE "C" NOT NULL,
    serving_operator     TEXT COLLATE "C" NOT NULL,
    asset                TEXT COLLATE "C" NOT NULL,
    cap                  NUMERIC(39, 0) NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL,
    position             BIGINT NOT NULL,
    PRIMARY KEY (home_operator, serving_operator, asset)
);

CREATE TABLE limit_net_debit_cap (
    operator             TEXT COLLATE "C" NOT NULL,
    asset                TEXT COLLATE "C" NOT NULL,
    cap                  NUMERIC(39, 0) NOT NULL,
    haircut_basis_points INTEGER NOT NULL,
    recorded_epoch_nanos BIGINT NOT NULL,
    position             BIGINT NOT NULL,
    PRIMARY KEY (operator, asset)
);
