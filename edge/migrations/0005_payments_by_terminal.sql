-- What is still under way with a terminal, and what lists of one terminal read.

CREATE INDEX payments_by_terminal ON payments (terminal, updated_at);
