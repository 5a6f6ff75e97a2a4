-- What was given for a campaign is summed without reading the rows themselves.

CREATE INDEX payments_of_campaign ON payments
    (link, currency, mode, captured_minor, refunded_minor, reversed_minor) WHERE captured_minor > 0;
